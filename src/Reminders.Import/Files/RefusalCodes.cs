namespace Reminders.Import.Files;

/// <summary>Why a file was refused. Programs and tests depend on these codes, so they do not change.</summary>
public static class RefusalCodes
{
    public const string FileEmpty = "file-empty";
    public const string FileTooLarge = "file-too-large";
    public const string NotText = "not-text";
    public const string EncodingUnknown = "encoding-unknown";
    public const string NoItems = "no-items";
    public const string ItemDuplicate = "item-duplicate";
    public const string ItemTooLong = "item-too-long";
    public const string CsvInvalid = "csv-invalid";
    public const string JsonInvalid = "json-invalid";
    public const string DocumentInvalid = "document-invalid";
    public const string WorkbookInvalid = "workbook-invalid";
    public const string ContactsHeader = "contacts-header";
    public const string ContactsInvalid = "contacts-invalid";
    public const string NoContacts = "no-contacts";
}
