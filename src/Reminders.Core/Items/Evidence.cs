namespace Reminders.Core.Items;

/// <summary>
/// One piece of evidence 佐证材料 that stands with an item for good: a file, whose bytes the <see cref="IEvidenceStore"/> keeps, or a link. It is named by
/// its content: the same content is the same evidence, whatever it is called and whoever brings it.
/// </summary>
/// <param name="Sha256">Of the file's bytes, or of the link; 64 lower-case hexadecimal digits.</param>
/// <param name="Name">What people call it: the file's name as a label, or the link's host.</param>
/// <param name="By">Who added it.</param>
/// <param name="At">When it was added.</param>
public sealed record Evidence(string Sha256, string Name, Actor By, Instant At)
{
    /// <summary>What stands for it in an address.</summary>
    public string Id => Sha256[..32];

    /// <summary>What its bytes say that it is; null for a link.</summary>
    public string? MediaType { get; init; }

    /// <summary>How long the file is; 0 for a link.</summary>
    public int Bytes { get; init; }

    /// <summary>The address; null for a file.</summary>
    public string? Link { get; init; }

    public string Note { get; init; } = "";
}

/// <summary>Where a file of evidence lies: with its item, under what its bytes are.</summary>
public readonly record struct EvidenceKey(ItemCode Item, string Sha256)
{
    public override string ToString() => $"{Item}/{Sha256}";
}
