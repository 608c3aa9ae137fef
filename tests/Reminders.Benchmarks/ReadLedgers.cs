using System.Diagnostics;
using ExcelDataReader;

namespace Reminders.Benchmarks;

/// <summary>
/// Reads ledgers of growing length from xlsx and walks the same cells with the bare ExcelDataReader. Prints the ratio of the times and
/// the memory of a row. The rows name 300 persons, 12 leaders and 11 units, as those of a county do; their problems differ.
/// </summary>
internal static class ReadLedgers
{
    private static readonly string[] Deadlines = ["2026年5月20日", "6月底前", "2026-07-15", "第三季度", "立行立改，长期坚持", "2026年12月31日前，并长期坚持",
        "收到反馈后30个工作日内"];

    private static readonly string[] Units = ["村镇建设办", "农业农村办", "应急管理所", "财政所", "民政办", "综合执法队", "党政办", "清河村", "石桥村", "白马村", "青山村"];

    public static int Run(int[] sizes, int rounds)
    {
        Console.WriteLine($"{"rows",8}{"bare ms",10}{"read ms",10}{"ratio",8}{"bare kB",10}{"read kB",10}   (medians of {rounds} rounds, "
            + $"taken in turns; ratio: median of the rounds' own; kB allocated a row)");
        foreach (var size in sizes)
        {
            var file = Make(size);
            Read(file);
            Walk(file);
            var (bare, read, ratios) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                bare.Add(Time(() => Walk(file)));
                read.Add(Time(() => Read(file)));
                ratios.Add(read[^1] / bare[^1]);
            }
            var (bareKilobytes, readKilobytes) = (Allocated(() => Walk(file)) / size, Allocated(() => Read(file)) / size);
            Console.WriteLine(
                $"{size,8}{Median(bare),10:N0}{Median(read),10:N0}{Median(ratios),8:N2}{bareKilobytes,10:N1}{readKilobytes,10:N1}");
        }
        return 0;
    }

    private static byte[] Make(int rows) => Xlsx.Of(
    [
        ["清河镇问题整改台账"],
        ["序号", "存在问题", "整改措施", "责任单位", "责任领导", "责任人", "联系电话", "整改时限", "整改情况", "是否销号"],
        .. Enumerable.Range(1, rows).Select(n => (object?[])
        [
            n, $"第{n}处排水沟淤堵，雨天路面积水，群众出行不便，已有多次反映。", "一是组织人员清淤，二是更换破损盖板，三是落实日常巡查。", $"{Units[n % Units.Length]}、水利站",
            $"副镇长{Names(n / 7 % 12)}", Names(n % 300),
            "13900000001", n % 3 == 0 ? new DateOnly(2026, 5, 1).AddDays(n % 200) : Deadlines[n % Deadlines.Length], "正在推进", "否",
        ]),
    ]);

    private static string Names(int n) => $"{"赵钱孙李周吴郑王冯陈"[n % 10]}{"晓明建国志强秀英海燕"[n / 10 % 10]}{"军伟芳敏静"[n / 100 % 5]}";

    private static void Walk(byte[] file)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(file));
        var cells = 0;
        do
        {
            while (reader.Read())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                    cells += reader.GetValue(i) is null ? 0 : 1;
            }
        }
        while (reader.NextResult());
        GC.KeepAlive(cells);
    }

    private static void Read(byte[] file) => PlanFile.Read(file, "ledger.xlsx", new PlanReadingOptions(2026, new LocalDate(2026, 4, 1)));

    private static double Time(Action action)
    {
        GC.Collect();
        var begun = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static double Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 1024.0;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
