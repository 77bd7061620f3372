"""A local Slack workspace, for the demo and for every test of the bot. It knows nothing of the other rooms.

Start with ``server.Playground``. ``conversing`` and ``interacting`` are what people can do in it, ``page_api``
the page that shows it, ``api`` (with the ``…_methods``) Slack's Web API, ``outbound`` the signed road to the
bot, ``events`` the payloads that travel on it, ``blocks`` and its siblings the check of Block Kit, ``faults``
Slack on a bad day.
"""
