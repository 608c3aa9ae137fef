namespace Reminders.Web.Access;

/// <summary>A table that keeps the entries that were set last, and no more than so many. Not for several threads at once.</summary>
public sealed class RecentTable<TValue>(int most)
{
    private readonly Dictionary<string, LinkedListNode<(string Key, TValue Value)>> places = [];
    private readonly LinkedList<(string Key, TValue Value)> oldestFirst = [];

    public int Count => places.Count;

    public TValue? Find(string key) => places.TryGetValue(key, out var place) ? place.Value.Value : default;

    public void Set(string key, TValue value)
    {
        Remove(key);
        if (places.Count == most)
            Remove(oldestFirst.First!.Value.Key);
        places[key] = oldestFirst.AddLast((key, value));
    }

    private void Remove(string key)
    {
        if (places.Remove(key, out var place))
            oldestFirst.Remove(place);
    }
}
