namespace Reminders.InMemory.Tests;

/// <summary>What a load answers with, and what it costs.</summary>
public class LoadTests
{
    /// <summary>A third more than what an item allocates.</summary>
    private const int MostBytes = 1_700;

    private static readonly Instant Now = Given.At("2020-05-01T09:00");

    private static readonly Contact[] Contacts =
    [
        new("张三", Given.Phone(1)), new("钱二", Given.Phone(2), Unit: "甲村", Leader: "李四"), new("李四", Given.Phone(11), Role.Leader),
        new("周八", Given.Phone(8)), new("周八", Given.Phone(9)), new("吴九", Given.Phone(12), Role.Leader, "甲村"),
        new("孙七", Given.Phone(7)) { Items = ["1-2"] }, new("赵六", Given.Phone(21), Role.Supervisor),
    ];

    private static readonly Absence Away =
        new("1", Given.Phone(1), "张三", new("钱二", Given.Phone(2)), Given.Day("2020-04-01"), Given.Day("2020-06-01"), Given.Zone);

    private static readonly HandedOver Left = new("1", new(Given.Phone(3), new("张三", Given.Phone(1))), Leaves: true, Now, "办公室");

    public static TheoryData<bool, bool, bool, bool> Directories => new MatrixTheoryData<bool, bool, bool, bool>(
        [false, true], [false, true], [false, true], [false, true]);

    [Theory]
    [MemberData(nameof(Directories))]
    public void A_load_answers_with_the_people_whom_the_directory_tells(bool known, bool fails, bool isAway, bool left)
    {
        var directory = new ContactDirectory(
            known ? Contacts : [], fails ? new HashSet<PhoneNumber> { Given.Phone(1) } : null, isAway ? [Away] : [], left ? [Left] : []);
        Party[][] people =
        [
            [], [new("张三")], [new("张三", Given.Phone(1))], [new("张三", Given.Phone(3)), new("钱二", Given.Phone(2))],
            [new("张三"), new("不明")], [new("张三", Given.Phone(1)), new("钱二", Given.Phone(2))], [new("周八")],
            [new("张三"), new("张三", Given.Phone(1)), new("钱二")],
        ];
        var drafts =
            from persons in people
            from leaders in (Party[][])[[], [new("李四")], [new("李四", Given.Phone(11))], [new("张三", Given.Phone(1))]]
            from unit in (string?[])[null, "甲村"]
            from ordinal in (int[])[1, 2]
            select new ItemDraft(ordinal, null, "档案填写不规范")
            {
                Persons = [.. persons],
                Leaders = [.. leaders],
                Unit = unit,
                Deadline = Deadline.On(Given.Day("2020-05-20"), "5月20日"),
                Findings = [new(FindingCodes.PersonMissing, $"doubtful"), new(FindingCodes.PhoneMissing, $"settled")],
            };
        foreach (var item in drafts.Select(d => OpenItem.Of(d, 1, directory, Now)))
            Assert.Equal(Shown(directory.Told(item)), Shown(directory.ToldAtLoad(item)));

        static string Shown(Item item) =>
            $"{item.State} {string.Join(' ', item.Persons)} / {string.Join(' ', item.Leaders)} / {string.Join(' ', item.Supervisors)} / "
            + string.Join(' ', item.Findings);
    }

    [Fact]
    public async Task An_item_that_is_loaded_allocates_at_most_so_many_bytes() =>
        Assert.InRange(await LoadedBytes.OfAnItemAsync(new InMemoryLedger(), Cancellation), 1, MostBytes);
}
