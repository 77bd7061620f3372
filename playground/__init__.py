"""A local Slack workspace, for the demo and for every test of the bot. It imports nothing of HTST's other packages.

Start with ``server.Playground``. ``conversing`` and ``interacting`` are what people can do in it, ``page_api``
the API of the page that shows it, ``api`` (with the ``…_methods``) Slack's Web API, ``outbound`` the signed requests
to the bot, ``events`` their payloads, ``blocks``, ``elements`` and ``shapes`` the validation of Block Kit, ``faults``
the failures of Slack that a test can inject.
"""
