namespace Reminders.Testing;

/// <summary>
/// Values for tests, every field filled. The plan is in Shanghai, its items are due on 20 May 2020, and <see cref="Now"/> is the slot a
/// week before.
/// </summary>
public static class Build
{
    /// <summary>13 May 2020, 09:00 in Shanghai.</summary>
    public static Instant Now { get; } = Instant.FromUtc(2020, 5, 13, 1, 0);

    public static Actor Office { get; } = new("办公室", "key:office");

    /// <summary>One of a hundred numbers that nobody has.</summary>
    public static PhoneNumber Phone(int number) => PhoneNumber.Parse($"+86139000000{number:00}");

    public static Plan Plan(int number = 1) => new(number, "2019年度考核反馈问题整改方案", 2020, "Asia/Shanghai")
    {
        YearBasis = $"〔2020〕2号",
        IssuingUnit = "某镇人民政府",
        DocumentNumber = "〔2020〕2号",
        ItemCount = 5,
        LoadedAt = Now,
        LoadedBy = Office.Name,
        IsComplete = true,
    };

    public static Item Item(int ordinal = 1, int plan = 1) => new(new(plan, ordinal), "(一)", "档案资料不规范")
    {
        Section = "一、责任落实方面/(一)",
        Problem = "个别村档案资料\"不规范\", <更新> 不及时。",
        Measures = "一是对照标准,逐户核实;\n二是建立长效机制。",
        Units = ["扶贫办", "村建所"],
        Unit = "石桥村",
        NamedPersons = [new("张三"), new("李四")],
        NamedLeaders = [new("王五", Phone(2))],
        PersonsReplaced = true,
        LeadersReplaced = true,
        Said = ["张三", "李四", "", "王五"],
        Persons = [new("孙七", Phone(4)) { StandsFor = "张三", AbsentPhone = Phone(1) }, new("李四")],
        Leaders = [new("王五", Phone(2))],
        Supervisors = [new("赵六", Phone(3))],
        Deadline = Deadline.On(new(2020, 5, 20), "5月20日", version: 2),
        State = ItemState.Reported,
        OpenSince = Now - Duration.FromDays(3),
        Returned = new(new("李四", "sms"), Now - Duration.FromHours(9), "照片看不清"),
        Urged = new(new("办公室", "key:office"), Now - Duration.FromHours(8), "请抓紧"),
        Answered = new(new("李四", "sms"), Now - Duration.FromHours(7), Granted: true, "情况属实"),
        LookBack = new(new(2020, 6, 15), Now - Duration.FromHours(3)),
        Asked = new(new("张三", "sms"), Now - Duration.FromHours(5), new(2020, 6, 5), "设备未到"),
        Report = new(new("张三", "sms"), Now - Duration.FromNanoseconds(1), "已完成"),
        Cycle = 2,
        Version = 3,
        Evidence =
        [
            new(new('a', 64), "整改后.jpg", new("张三", "sms"), Now - Duration.FromNanoseconds(2))
            {
                MediaType = "image/jpeg",
                Bytes = 12,
                Note = "\"清运\"后",
            },
            new(new('b', 64), "example.org", Office, Now) { Link = "https://example.org/?a=1&b=%E5%85%AC" },
        ],
        Findings = [new(FindingCodes.YearAssumed, $"5月20日 → 2020-05-20", $"line 12")],
    };

    public static StepId StepId(int ordinal = 1, string name = "before-7", Role role = Role.Person) =>
        new(new(1, ordinal), 2, StepName.Parse(name), role);

    public static Notice Notice(int to = 1, Instant? slot = null)
    {
        var slotAt = slot ?? Now;
        return new(Core.Notices.Notice.IdOf(Phone(to), slotAt), Phone(to), "张三", slotAt, "Asia/Shanghai")
        {
            Steps = [new(StepId(), slotAt, "closed"), new(StepId(2, "overdue-1", Role.Leader), slotAt)],
            State = NoticeState.Queued,
            Reason = "the provider was busy",
            StateAt = slotAt + Duration.FromTicks(1),
            Attempt = 2,
            Undelivered = 1,
            Unlisted = 1,
            Questions = 2,
            Text = "【整改提醒】张三同志:1-1 档案资料不规范,5月20日到期。",
            ProviderId = "SM0001",
            NotBefore = Now,
            SendingAt = Now + Duration.FromSeconds(1),
            SentAt = slotAt + Duration.FromSeconds(2),
        };
    }

    public static StepRecord Record(StepId? step = null, int to = 1) =>
        new(step ?? StepId(), Phone(to), "张三", Now, StepOutcome.Suppressed, "closed", Now + Duration.FromSeconds(1))
        {
            Until = Now + Duration.FromNanoseconds(4),
        };

    public static Contact Contact(string name = "张三", int phone = 1, Role role = Role.Leader) =>
        new(name, Phone(phone), role, "扶贫办", "王五") { Items = ["3", "2-3"], Plan = 2 };

    public static NumberFlag Flag(int number = 1) => new(Phone(number), "21610", Now + Duration.FromNanoseconds(1));

    public static Session Session(string id) => new(id, "值班室", new('a', 64), Now, Now);

    public static IssuedKey Key(string name = "值班室", string role = "operator") => new(name, role, new('a', 64), Now, "administrator")
    {
        RotatedAt = Now + Duration.FromNanoseconds(1),
        RotatedBy = "办公室",
        RevokedAt = Now + Duration.FromDays(1),
        ExpiresAt = Now + Duration.FromDays(90),
        LastUsedAt = Now + Duration.FromHours(3),
        RevokedBy = "纪委",
    };

    public static Absence Absence(string id = "0123456789abcdef-1") =>
        new(id, Phone(1), "张三", new("孙七", Phone(4)), new(2020, 5, 14), new(2020, 5, 18), "Asia/Shanghai")
        {
            Reason = "外出培训",
            Former = Phone(9),
            MadeAt = Now + Duration.FromNanoseconds(1),
            MadeBy = Office.Name,
            CancelledAt = Now + Duration.FromDays(2),
            CancelledBy = "党政办",
            Carried = AbsenceStage.Over,
        };

    public static SendingHalt Halt(string code = "20003") => new(code, Now - Duration.FromNanoseconds(1), Now + NoticeTiming.HaltsFor);

    public static DeadLetter DeadLetter(int number = 1, Instant? at = null) =>
        new($"{Notice(number).Id}-2", Notice(number).Id, NoticeKind.Escalation, "MaxDeliveryCountExceeded: \"5\" 次", at ?? Now);

    public static ScanReport ScanReport(int entries = 9) =>
        new(Now + Duration.FromNanoseconds(1), entries, Items: 8, Notices: 7, Faults: 6);

    public static AuditReport AuditReport(int scheduled = 5) => new(Now + Duration.FromNanoseconds(2))
    {
        Problems =
        [
            new(AuditCodes.StepUnaccounted, $"Step before-7 of item 2-12 is not accounted for.", Repaired: true),
            new(AuditCodes.SendingHalted, $"The SMS provider has taken nothing since 09:00 (code \"20003\")."),
        ],
        MoreProblems = 4,
        Scheduled = scheduled,
        Waiting = 3,
        Flagged = 2,
        Oldest = new(new(2, 12), "before-7", Now - Duration.FromNanoseconds(3)),
        RoundBeganAt = Now - Duration.FromHours(2),
        RoundEndedAt = Now - Duration.FromDays(1),
        Next = new(3, 500),
        Schedule = "a schedule",
        Settles = true,
    };

    public static ReplyRecord Reply(string id = "SM1") =>
        new(id, Phone(1), Now + Duration.FromNanoseconds(100), "1-3 \"已完成\"", ReplyKind.Done, new(1, 3), "already-reported",
            "1-3已报结，正在等待核查。");

    public static HistoryEntry Entry(Item item, string action = "Extend") => new(item.Code, item.Version, Now, action, Office, "材料不全");
}
