namespace Reminders.Core.Items;

/// <summary>
/// 佐证: adds a photo, a document or a link to an item, and moves nothing. What the item has already is not added again, whatever note comes with it.
/// </summary>
public sealed record AddItemEvidence(Actor By, EvidenceContent Content, string Note, EvidenceLimits Limits) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.AddEvidence;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (item.Evidence.Any(e => e.Sha256 == Content.Sha256))
            return Decision.Nothing(item);
        if (Note.Length > EvidenceLimits.LongestNote)
            return Decision.Refuse("note-too-long", $"The note has more than {EvidenceLimits.LongestNote} characters; shorten it.");
        if (item.Evidence.Length >= Limits.MaxPerItem)
            return Decision.Refuse("evidence-full", $"Item {item.Code} has {item.Evidence.Length} pieces of evidence and takes no more; put several pages into one PDF.");
        var evidence = new Evidence(Content.Sha256, Content.Name, By, now) { Note = Note };
        evidence = Content switch
        {
            EvidenceFile file => evidence with { MediaType = file.Kind.MediaType, Bytes = file.Content.Length },
            EvidenceLink link => evidence with { Link = link.Link },
            _ => throw new InvalidOperationException($"There is no evidence of the kind {Content.GetType().Name}."),
        };
        var name = evidence.Link ?? evidence.Name;
        return Decision.Change(item with { Evidence = item.Evidence.Add(evidence) }, IsBlank(Note) ? name : $"{name}: {Note}");
    }
}
