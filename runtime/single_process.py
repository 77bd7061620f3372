"""``htst run``: bot, clock and senders in one process."""

from sqlalchemy import Engine

from config.settings import Settings
from runtime import worker_process
from runtime.bot_process import serving
from runtime.clock_process import job_observer, ticking
from runtime.loading import freeze_loaded_objects
from runtime.monitoring import monitored, now
from runtime.stopping import until_stopped, wait_until_set
from runtime.worker_process import sending
from slack_api.client import SlackClient


def run(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """Run bot, clock and senders together until a signal stops them."""
    with (
        until_stopped() as stop,
        monitored(settings, engine, "run", now) as metrics,
        serving(settings, engine, slack, now, stop, metrics),
        ticking(engine, slack, job_observer(settings, metrics)),
        sending(engine, slack, now, stop, worker_process.delivery_timing(settings), metrics.delivered),
    ):
        freeze_loaded_objects()
        wait_until_set(stop)
