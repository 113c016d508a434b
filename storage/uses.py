"""For what the service uses something about a person; ``services/reference/processing.csv`` explains each use."""

from enum import StrEnum


class Use(StrEnum):
    """For what a column is used (verwerkingsdoel); whatever has no use may not be kept."""

    IDENTITY = "identity"
    SCHOOLING = "schooling"
    MATCHING = "matching"
    SUPPORT = "support"
    ABILITIES = "abilities"
    WORDS = "words"
    ACCOUNT = "account"
    SIGN_IN = "sign_in"
    INVITATION = "invitation"
    MESSAGES = "messages"
    APPLICATIONS = "applications"
    CONTACT = "contact"
    TRAINING = "training"
    LETTERS = "letters"
    EVENTS = "events"
    DOSSIER = "dossier"
    COMPANY_LOG = "company_log"
    REPORTS = "reports"
    DRAFTS = "drafts"
    SCHEMES = "schemes"
    RIGHTS = "rights"
    ERASURE = "erasure"
    TRAIL = "trail"
    UPKEEP = "upkeep"
    """What the machine needs to do its work once and in order."""
