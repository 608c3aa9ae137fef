namespace Reminders.Import.Encodings;

/// <summary>Files that are refused before anything in them is read.</summary>
internal static class FileSize
{
    public static void Check(int bytes, int maxBytes)
    {
        if (bytes == 0)
            throw Empty();
        if (bytes > maxBytes)
        {
            throw new InputRefusedException(
                RefusalCodes.FileTooLarge, $"The file has {bytes} bytes; at most {maxBytes} are read. Split it, or remove what does not belong to it.");
        }
    }

    public static void CheckNotBlank(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Empty();
    }

    private static InputRefusedException Empty() => new(RefusalCodes.FileEmpty, "The file is empty. Check that the right file was chosen and was saved.");
}
