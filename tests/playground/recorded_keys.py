"""The keys of Slack's payloads and answers, at each path within them, as its recorded samples have them.

A place is the names that lead to it. Beyond the samples stand: a reply's ``client_msg_id`` in ``conversations.replies``
and the ``user`` of a direct message in ``conversations.info``, which Slack's reference shows.
"""

PAYLOADS: dict[str, dict[str, str]] = {
    "app_home_opened": {
        "": "channel event_ts tab type user view",
        "view": (
            "app_id app_installed_team_id blocks bot_id callback_id clear_on_close close external_id hash id "
            "notify_on_close previous_view_id private_metadata root_view_id state submit team_id title type"
        ),
        "view.state": "values",
    },
    "app_mention": {
        "": "blocks channel client_msg_id event_ts team text thread_ts ts type user",
    },
    "app_rate_limited": {
        "": "api_app_id minute_rate_limited team_id token type",
    },
    "block_actions": {
        "": (
            "actions api_app_id channel container enterprise is_enterprise_install message response_url state "
            "team token trigger_id type user"
        ),
        "actions": "action_id action_ts block_id text type value",
        "actions.text": "text type",
        "channel": "id name",
        "container": "channel_id is_ephemeral message_ts type",
        "enterprise": "id name",
        "message": "app_id blocks bot_id bot_profile reactions team text ts type user",
        "message.bot_profile": "app_id deleted icons id name team_id updated",
        "message.bot_profile.icons": "",
        "message.reactions": "count name",
        "state": "values",
        "team": "domain enterprise_id enterprise_name id",
        "user": "id name team_id username",
    },
    "channel_archive": {
        "": "channel event_ts type user",
    },
    "channel_id_changed": {
        "": "event_ts new_channel_id old_channel_id type",
    },
    "command": {
        "": (
            "api_app_id channel_id channel_name command enterprise_id enterprise_name is_enterprise_install "
            "response_url team_domain team_id text token trigger_id user_id user_name"
        ),
    },
    "envelope of an event": {
        "": (
            "api_app_id authorizations context_enterprise_id context_team_id enterprise_id event "
            "event_context event_id event_time is_ext_shared_channel team_id token type"
        ),
        "authorizations": "enterprise_id is_bot is_enterprise_install team_id user_id",
    },
    "member_joined_channel": {
        "": "channel channel_type event_ts team type user",
    },
    "message by the bot": {
        "": (
            "blocks bot_id bot_profile channel channel_type display_as_bot event_ts files parent_user_id "
            "subtype team text thread_ts ts type upload user"
        ),
        "bot_profile": "app_id deleted icons id name team_id updated",
        "bot_profile.icons": "",
        "files": (
            "alt_txt created filetype id is_external mimetype mode name size title url_private "
            "url_private_download user user_team"
        ),
    },
    "message channel_join": {
        "": "channel channel_type event_ts subtype text ts type user",
    },
    "message file_share": {
        "": (
            "blocks channel channel_type display_as_bot event_ts files parent_user_id subtype text thread_ts "
            "ts type upload user"
        ),
        "files": (
            "created filetype id is_external mimetype mode name size source_team title url_private "
            "url_private_download user user_team"
        ),
    },
    "message message_changed": {
        "": "channel channel_type event_ts hidden message previous_message subtype ts type",
        "message": "bot_id bot_profile edited parent_user_id team text thread_ts ts type user",
        "message.bot_profile": "app_id deleted icons id name team_id updated",
        "message.bot_profile.icons": "",
        "message.edited": "ts user",
        "previous_message": "bot_id bot_profile parent_user_id team text thread_ts ts type user",
        "previous_message.bot_profile": "app_id deleted icons id name team_id updated",
        "previous_message.bot_profile.icons": "",
    },
    "message message_changed unfurled": {
        "": "channel channel_type event_ts hidden message previous_message subtype ts type",
        "message": "attachments blocks client_msg_id edited team text ts type user",
        "message.edited": "ts user",
        "previous_message": "attachments blocks client_msg_id team text ts type user",
    },
    "message message_deleted": {
        "": "channel channel_type deleted_ts event_ts hidden previous_message subtype ts type",
        "previous_message": (
            "attachments blocks bot_id bot_profile client_msg_id edited parent_user_id team text thread_ts ts "
            "type user"
        ),
        "previous_message.bot_profile": "app_id deleted icons id name team_id updated",
        "previous_message.bot_profile.icons": "",
        "previous_message.edited": "ts user",
    },
    "message plain": {
        "": (
            "blocks channel channel_type client_msg_id event_ts parent_user_id team text thread_ts ts type user"
        ),
    },
    "message thread_broadcast": {
        "": ("blocks channel channel_type client_msg_id event_ts root subtype text thread_ts ts type user"),
        "root": (
            "bot_id bot_profile latest_reply reply_count reply_users_count subscribed team text thread_ts ts "
            "type user"
        ),
        "root.bot_profile": "app_id deleted icons id name team_id updated",
        "root.bot_profile.icons": "",
    },
    "message_action": {
        "": (
            "action_ts callback_id channel enterprise is_enterprise_install message message_ts response_url "
            "team token trigger_id type user"
        ),
        "channel": "id name",
        "enterprise": "id name",
        "message": "app_id blocks bot_id bot_profile reactions team text ts type user",
        "message.bot_profile": "app_id deleted icons id name team_id updated",
        "message.bot_profile.icons": "",
        "message.reactions": "count name",
        "team": "domain enterprise_id enterprise_name id",
        "user": "id name team_id",
    },
    "reaction_added": {
        "": "event_ts item item_user reaction type user",
        "item": "channel ts type",
    },
    "reaction_removed": {
        "": "event_ts item item_user reaction type user",
        "item": "channel ts type",
    },
    "team_join": {
        "": "type user",
        "user": (
            "deleted enterprise_user id is_admin is_app_user is_bot is_owner is_restricted "
            "is_ultra_restricted name profile real_name team_id tz tz_label tz_offset updated"
        ),
        "user.enterprise_user": "enterprise_id enterprise_name id is_admin is_owner is_primary_owner",
        "user.profile": ("display_name display_name_normalized real_name real_name_normalized team title"),
    },
    "user_change": {
        "": "cache_ts type user",
        "user": (
            "deleted enterprise_user id is_admin is_app_user is_bot is_owner is_restricted "
            "is_ultra_restricted name profile real_name team_id tz tz_label tz_offset updated"
        ),
        "user.enterprise_user": "enterprise_id enterprise_name id is_admin is_owner is_primary_owner",
        "user.profile": ("display_name display_name_normalized real_name real_name_normalized team title"),
    },
    "view_closed": {
        "": "api_app_id enterprise is_cleared is_enterprise_install team token type user view",
        "enterprise": "id name",
        "team": "domain enterprise_id enterprise_name id",
        "user": "id name team_id username",
        "view": (
            "app_id app_installed_team_id blocks bot_id callback_id clear_on_close close external_id hash id "
            "notify_on_close previous_view_id private_metadata root_view_id state submit team_id title type"
        ),
        "view.state": "values",
    },
    "view_submission": {
        "": "api_app_id enterprise is_enterprise_install team token trigger_id type user view",
        "enterprise": "id name",
        "team": "domain enterprise_id enterprise_name id",
        "user": "id name team_id username",
        "view": (
            "app_id app_installed_team_id blocks bot_id callback_id clear_on_close close external_id hash id "
            "notify_on_close previous_view_id private_metadata root_view_id state submit team_id title type"
        ),
        "view.state": "values",
    },
}

ANSWERS: dict[str, dict[str, str]] = {
    "auth.test": {
        "": "bot_id enterprise_id is_enterprise_install ok team team_id url user user_id",
    },
    "bots.info": {
        "": "bot ok",
        "bot": "app_id deleted icons id name updated user_id",
        "bot.icons": "",
    },
    "chat.delete": {
        "": "channel ok ts",
    },
    "chat.getPermalink": {
        "": "channel ok permalink",
    },
    "chat.postEphemeral": {
        "": "message_ts ok",
    },
    "chat.postMessage": {
        "": "channel message ok ts",
        "message": "app_id blocks bot_id bot_profile team text thread_ts ts type user",
        "message.bot_profile": "app_id deleted icons id name team_id updated",
        "message.bot_profile.icons": "",
    },
    "chat.update": {
        "": "channel message ok text ts",
        "message": "app_id bot_id bot_profile edited team text thread_ts type user",
        "message.bot_profile": "app_id deleted icons id name team_id updated",
        "message.bot_profile.icons": "",
        "message.edited": "ts user",
    },
    "conversations.history": {
        "": "has_more messages ok pin_count",
        "messages": (
            "app_id blocks bot_id bot_profile client_msg_id is_locked latest_reply parent_user_id reactions "
            "reply_count reply_users reply_users_count root subscribed subtype team text thread_ts ts type "
            "user"
        ),
        "messages.bot_profile": "app_id deleted icons id name team_id updated",
        "messages.bot_profile.icons": "",
        "messages.reactions": "count name users",
        "messages.root": (
            "latest_reply reply_count reply_users reply_users_count subscribed text thread_ts ts type"
        ),
    },
    "conversations.info": {
        "": "channel ok",
        "channel": (
            "context_team_id created creator id is_archived is_channel is_ext_shared is_general is_group "
            "is_im is_member is_mpim is_org_shared is_pending_ext_shared is_private is_shared name "
            "name_normalized num_members purpose topic user"
        ),
        "channel.purpose": "creator last_set value",
        "channel.topic": "creator last_set value",
    },
    "conversations.join": {
        "": "channel ok warning",
        "channel": (
            "context_team_id created creator id is_archived is_channel is_ext_shared is_general is_group "
            "is_im is_member is_mpim is_org_shared is_pending_ext_shared is_private is_shared name "
            "name_normalized purpose topic"
        ),
        "channel.purpose": "creator last_set value",
        "channel.topic": "creator last_set value",
    },
    "conversations.list": {
        "": "channels ok response_metadata",
        "channels": (
            "context_team_id created creator id is_archived is_channel is_ext_shared is_general is_group "
            "is_im is_member is_mpim is_org_shared is_pending_ext_shared is_private is_shared is_user_deleted "
            "name name_normalized num_members priority purpose topic user"
        ),
        "channels.purpose": "creator last_set value",
        "channels.topic": "creator last_set value",
        "response_metadata": "next_cursor",
    },
    "conversations.members": {
        "": "members ok response_metadata",
        "response_metadata": "next_cursor",
    },
    "conversations.open": {
        "": "already_open channel no_op ok",
        "channel": "context_team_id created id is_archived is_im is_open is_org_shared priority user",
    },
    "conversations.replies": {
        "": "has_more messages ok",
        "messages": (
            "app_id blocks bot_id bot_profile client_msg_id display_as_bot files is_locked latest_reply "
            "parent_user_id reply_count reply_users reply_users_count root subscribed subtype team text "
            "thread_ts ts type upload user"
        ),
        "messages.bot_profile": "app_id deleted icons id name team_id updated",
        "messages.bot_profile.icons": "",
        "messages.files": (
            "created filetype id is_external mimetype mode name size source_team title url_private "
            "url_private_download user user_team"
        ),
        "messages.root": (
            "latest_reply reply_count reply_users reply_users_count subscribed text thread_ts ts type"
        ),
    },
    "files.completeUploadExternal": {
        "": "files ok",
        "files": (
            "alt_txt created filetype id is_external mimetype mode name size title url_private "
            "url_private_download user user_team"
        ),
    },
    "files.getUploadURLExternal": {
        "": "file_id ok upload_url",
    },
    "reactions.add": {
        "": "ok",
    },
    "reactions.get": {
        "": "channel message ok type",
        "message": "app_id bot_id bot_profile reactions team text ts type user",
        "message.bot_profile": "app_id deleted icons id name team_id updated",
        "message.bot_profile.icons": "",
        "message.reactions": "count name users",
    },
    "reactions.remove": {
        "": "ok",
    },
    "team.info": {
        "": "ok team",
        "team": "domain id name url",
    },
    "usergroups.list": {
        "": "ok usergroups",
        "usergroups": (
            "created_by date_create date_delete date_update deleted_by description handle id is_external "
            "is_subteam is_usergroup name prefs team_id updated_by user_count users"
        ),
        "usergroups.prefs": "channels groups",
    },
    "users.conversations": {
        "": "channels ok response_metadata",
        "channels": (
            "context_team_id created creator id is_archived is_channel is_ext_shared is_general is_group "
            "is_im is_mpim is_org_shared is_pending_ext_shared is_private is_shared name name_normalized "
            "purpose topic"
        ),
        "channels.purpose": "creator last_set value",
        "channels.topic": "creator last_set value",
        "response_metadata": "next_cursor",
    },
    "users.info": {
        "": "ok user",
        "user": (
            "deleted enterprise_user id is_admin is_app_user is_bot is_owner is_restricted "
            "is_ultra_restricted name profile real_name team_id tz tz_label tz_offset updated"
        ),
        "user.enterprise_user": ("enterprise_id enterprise_name id is_admin is_owner is_primary_owner teams"),
        "user.profile": ("display_name display_name_normalized real_name real_name_normalized team title"),
    },
    "users.list": {
        "": "cache_ts members ok response_metadata",
        "members": (
            "deleted enterprise_user id is_admin is_app_user is_bot is_owner is_restricted "
            "is_ultra_restricted name profile real_name team_id tz tz_label tz_offset updated"
        ),
        "members.enterprise_user": (
            "enterprise_id enterprise_name id is_admin is_owner is_primary_owner teams"
        ),
        "members.profile": (
            "api_app_id bot_id display_name display_name_normalized real_name real_name_normalized team title"
        ),
        "response_metadata": "next_cursor",
    },
    "views.open": {
        "": "ok view",
        "view": (
            "app_id app_installed_team_id blocks bot_id callback_id clear_on_close close external_id hash id "
            "notify_on_close previous_view_id private_metadata root_view_id state submit team_id title type"
        ),
        "view.state": "values",
    },
    "views.publish": {
        "": "ok view",
        "view": (
            "app_id app_installed_team_id blocks bot_id callback_id clear_on_close close external_id hash id "
            "notify_on_close previous_view_id private_metadata root_view_id state submit team_id title type"
        ),
        "view.state": "values",
    },
}
