namespace Reminders.Core.Tests.UseCases;

/// <summary>The pages of the board against all items, read one by one.</summary>
public sealed class ReadBoardTests
{
    private static readonly Instant Now = Given.At("2020-05-13T10:00");
    private static readonly string[] Names = ["张三", "李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十"];
    private static readonly string[] Units = ["甲村", "乙村", "丙村"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_page_shows_what_all_items_say(int seed)
    {
        var random = new Random(seed);
        var (ledger, useCases) = await TownAsync(random, plans: 3, items: 160);
        foreach (var order in Enum.GetValues<BoardOrder>())
        {
            for (var n = 0; n < 25; n++)
            {
                var filter = AnyFilter(random);
                var isDescending = random.Next(2) == 0;
                var all = await AllAsync(useCases, ledger, filter);
                var shown = new List<BoardRow>();
                var page = await useCases.ReadBoard.PageAsync(filter, order, isDescending, 1, null, Cancellation);
                for (var number = 1; number <= page.Last; number++)
                {
                    page = await useCases.ReadBoard.PageAsync(filter, order, isDescending, number, null, Cancellation);
                    Assert.Equal(number, page.Number);
                    shown.AddRange(page.Rows);
                }
                Assert.Equal(Sorted(all, order, isDescending), shown.Select(r => r.Item.Code));
                Assert.Equal(all.Count, page.Total);
                var lights = (await AllAsync(useCases, ledger, filter with { Lights = null })).CountBy(r => r.Light).OrderBy(c => c.Key);
                Assert.Equal(lights, page.Counts!.Where(c => c.Value > 0).OrderBy(c => c.Key));
            }
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_stream_by_code_has_what_passes_after_a_code(int seed)
    {
        var random = new Random(seed);
        var (ledger, useCases) = await TownAsync(random, plans: 2, items: 400);
        for (var n = 0; n < 40; n++)
        {
            var (filter, after) = (AnyFilter(random), new ItemCode(random.Next(1, 3), random.Next(1, 400)));
            var expected = (await AllAsync(useCases, ledger, filter)).Select(r => r.Item.Code).Where(c => c > after);
            var streamed = useCases.ReadBoard.ByCodeAsync(filter, after, Cancellation).Select(r => r.Item.Code);
            Assert.Equal(expected, await streamed.ToListAsync(Cancellation));
        }
    }

    [Fact]
    public async Task A_search_in_a_large_ledger_goes_on_where_it_stopped()
    {
        var (ledger, useCases) = await TownAsync(new(7), plans: 2, items: 1400);
        var filter = new ItemFilter { Text = "第7" };
        var expected = (await AllAsync(useCases, ledger, filter)).Select(r => r.Item.Code);
        var (found, pages) = (new List<ItemCode>(), 0);
        for (ItemCode? after = null; pages == 0 || after is not null; pages++)
        {
            var page = await useCases.ReadBoard.PageAsync(filter, BoardOrder.Light, false, 1, after, Cancellation);
            Assert.Null(page.Total);
            Assert.InRange(page.Rows.Length, 0, BoardPage.RowsOnPage);
            found.AddRange(page.Rows.Select(r => r.Item.Code));
            after = page.SearchedTo;
        }
        Assert.Equal(expected, found);
        Assert.Equal(2, pages);
    }

    [Fact]
    public async Task A_page_reads_no_more_of_a_large_ledger_than_of_a_small_one()
    {
        foreach (var filter in (ItemFilter[])[new(), new() { Lights = [Light.Overdue] }, new() { Unit = "甲村" }, new() { Person = "周八" }])
        {
            foreach (var order in Enum.GetValues<BoardOrder>())
            {
                // Codes are sorted among a bounded number of entries; the other orders are those of the lists.
                var most = order == BoardOrder.Code ? 2050 : 2 * await ReadAsync(filter, order, 1000);
                Assert.True(await ReadAsync(filter, order, 4000) <= most, $"{filter} by {order}");
            }
        }

        // Items and entries that the board reads for a page.
        static async Task<int> ReadAsync(ItemFilter filter, BoardOrder order, int items)
        {
            var (ledger, _) = await TownAsync(new(8), plans: 2, items, rare: "周八");
            var read = 0;
            var counted = ledger with
            {
                Items = PortProxy.Over(ledger.Items, call => Count(call)),
                Board = PortProxy.Over(ledger.Board, call => Count(call)),
            };
            await Given.UseCasesOn(counted, new SettableClock(Now)).ReadBoard.PageAsync(filter, order, false, 1, null, Cancellation);
            return read;

            object? Count(PortCall call)
            {
                var answer = call.Pass();
                read += answer switch
                {
                    Task<IReadOnlyList<BoardEntry>> entries => entries.Result.Count,
                    Task<IReadOnlyDictionary<ItemCode, Item>> found => found.Result.Count,
                    _ => 0,
                };
                return answer is IAsyncEnumerable<Item> stream ? stream.Select(i => (read++, i).i) : answer;
            }
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public async Task Whoever_is_told_of_an_item_is_found_by_their_traces(int seed)
    {
        var random = new Random(seed);
        for (var n = 0; n < 20; n++)
        {
            var (ledger, useCases) = await TownAsync(random, plans: 1, items: 60);
            var people = await useCases.ReadPeople.RunAsync(Cancellation);
            await foreach (var item in ledger.Items.ItemsAsync(1, Cancellation))
            {
                var told = people.Told(item);
                foreach (var name in told.Persons.Concat(told.Leaders).SelectMany(p => (string?[])[p.Name, p.StandsFor]).OfType<string>())
                {
                    var (texts, codes) = people.TracesOf(name);
                    Assert.True(
                        codes.Contains(item.Code.ToString()) || BoardList.Of(item).Any(l => l.Kind == BoardListKind.Person
                            && (l == BoardList.Crowd || texts.Contains(l.Text))),
                        $"{name} is told of {item}, and not found");
                }
            }
        }
    }

    private static async Task<(InMemoryLedger Ledger, Core.UseCases.UseCases UseCases)> TownAsync(
        Random random, int plans, int items, string? rare = null)
    {
        var ledger = new InMemoryLedger();
        var names = Names.Where(n => n != rare).ToArray();
        for (var plan = 1; plan <= plans; plan++)
        {
            await ledger.Plans.TryAddPlanAsync(Build.Plan(plan), Cancellation);
            await ledger.Items.AddItemsAsync(
                [.. Enumerable.Range(1, items).Select(n => AnyItem(new(plan, n), n == 5 && rare is not null ? [rare] : names, random))],
                Now, Build.Office, Cancellation);
        }
        await ledger.Plans.TryAddPlanAsync(Build.Plan(plans + 1) with { IsComplete = false }, Cancellation);
        await ledger.Items.AddItemsAsync([AnyItem(new(plans + 1, 1), Names, random)], Now, Build.Office, Cancellation);
        if (rare is null)
            await FillPeopleAsync(ledger, random);
        return (ledger, Given.UseCasesOn(ledger, new SettableClock(Now)));
    }

    private static async Task FillPeopleAsync(InMemoryLedger ledger, Random random)
    {
        await ledger.People.SaveContactsAsync(
            [
                .. Enumerable.Range(0, 8).Select(n => new Contact(
                    Names[random.Next(8)], Given.Phone(random.Next(6)), random.Next(3) == 0 ? Role.Leader : Role.Person,
                    Unit: random.Next(2) == 0 ? null : Units[random.Next(3)], Leader: random.Next(2) == 0 ? null : Names[random.Next(8)])
                {
                    Items = random.Next(3) == 0 ? [$"1-{random.Next(1, 60)}"] : [],
                }),
            ],
            Cancellation);
        await ledger.People.TryAddAbsenceAsync(
            new("a", Given.Phone(random.Next(6)), Names[random.Next(8)], new(Names[random.Next(8)], Given.Phone(7)), new(2020, 5, 1),
                new(2020, 6, 1), Given.Zone),
            Cancellation);
        for (var n = 0; n < 2; n++)
        {
            await ledger.People.TryAddHandoverAsync(
                new($"{n}", new(Given.Phone(random.Next(8)), new(Names[random.Next(8)], Given.Phone(random.Next(8)))), true, Now, "办公室"),
                Cancellation);
        }
    }

    private static Item AnyItem(ItemCode code, string[] names, Random random)
    {
        var state = Enum.GetValues<ItemState>()[random.Next(5)];
        ImmutableArray<Party> persons = [.. Enumerable.Range(0, random.Next(3)).Select(_ => AnyParty())];
        ImmutableArray<Party> leaders = [.. Enumerable.Range(0, random.Next(2)).Select(_ => AnyParty())];
        return new(code, null, $"第{random.Next(40)}项")
        {
            State = state,
            OpenSince = state == ItemState.Draft ? null : Now - Duration.FromDays(30),
            Deadline = state == ItemState.Open || random.Next(3) > 0
                ? Deadline.On(new LocalDate(2020, 5, 5).PlusDays(random.Next(30)), "")
                : Deadline.None(DeadlineKind.Missing, ""),
            Unit = random.Next(3) == 0 ? Units[random.Next(3)] : null,
            Units = random.Next(3) == 0 ? [] : [Units[random.Next(3)]],
            NamedPersons = persons,
            NamedLeaders = leaders,
            Persons = random.Next(2) == 0 ? persons : [AnyParty()],
            Leaders = random.Next(2) == 0 ? leaders : [AnyParty()],
        };

        Party AnyParty() => new(names[random.Next(names.Length)], random.Next(2) == 0 ? null : Given.Phone(random.Next(8)));
    }

    private static ItemFilter AnyFilter(Random random) => new()
    {
        Plan = random.Next(3) == 0 ? random.Next(1, 4) : null,
        Lights = random.Next(2) == 0 ? [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Lights.ByUrgency[random.Next(6)])] : null,
        States = random.Next(5) == 0 ? [Enum.GetValues<ItemState>()[random.Next(5)]] : null,
        Unit = random.Next(3) == 0 ? Units[random.Next(3)] : null,
        Due = random.Next(8) == 0 ? new LocalDate(2020, 5, 5).PlusDays(random.Next(30)) : null,
        Person = random.Next(6) == 0 ? Names[random.Next(8)] : null,
        Leader = random.Next(8) == 0 ? Names[random.Next(8)] : null,
        Anyone = random.Next(8) == 0 ? Names[random.Next(8)] : null,
    };

    private static async Task<List<BoardRow>> AllAsync(Core.UseCases.UseCases useCases, InMemoryLedger ledger, ItemFilter filter)
    {
        var plans = (await ledger.Plans.PlansAsync(Cancellation)).Where(p => p.IsComplete).ToDictionary(p => p.Number);
        return await useCases.ReadItems.ItemsAsync(null, Cancellation)
            .Where(i => plans.ContainsKey(i.Code.Plan))
            .Select(i => new BoardRow(i, new(2020, 5, 13), Lights.Of(i, new(2020, 5, 13), useCases.Schedule.Policy.NearDays)))
            .Where(r => filter.Passes(r.Item, r.Light))
            .ToListAsync(Cancellation);
    }

    private static IEnumerable<ItemCode> Sorted(List<BoardRow> rows, BoardOrder order, bool isDescending)
    {
        var turn = isDescending ? -1 : 1;
        var undated = rows.OrderBy(_ => 0);
        var sorted = order switch
        {
            BoardOrder.Code => rows.OrderBy(r => turn * r.Item.Code.Plan).ThenBy(r => turn * r.Item.Code.Ordinal),
            BoardOrder.Deadline => rows.OrderBy(r => r.Item.Deadline.Date is null).ThenBy(r => turn * Days(r)),
            BoardOrder.Unit => (isDescending
                    ? rows.OrderBy(r => r.Item.ListedUnder is null).ThenByDescending(r => r.Item.ListedUnder, StringComparer.Ordinal)
                    : rows.OrderBy(r => r.Item.ListedUnder is null).ThenBy(r => r.Item.ListedUnder, StringComparer.Ordinal))
                .ThenBy(Urgency).ThenBy(r => r.Item.Deadline.Date is null).ThenBy(Days),
            _ => rows.OrderBy(r => turn * Urgency(r)).ThenBy(r => r.Item.Deadline.Date is null).ThenBy(r => turn * Days(r)),
        };
        return sorted.ThenBy(r => r.Item.Code).Select(r => r.Item.Code);

        static int Urgency(BoardRow row) => Lights.ByUrgency.IndexOf(row.Light);

        static int Days(BoardRow row) => row.Item.Deadline.Date is { } date ? Period.DaysBetween(new(2020, 1, 1), date) : 0;
    }
}
