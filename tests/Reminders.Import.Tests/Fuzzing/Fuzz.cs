using System.IO.Compression;
using System.Text;

namespace Reminders.Import.Tests.Fuzzing;

/// <summary>
/// Makes damaged inputs: files of the corpus with changed bytes or words, parts of one file in another, and noise. The number alone
/// determines an input, so a run can continue another one and a fault can be repeated. An input must be read or refused in one line; a name
/// that is read must be in the input, and noise has no item.
/// </summary>
public sealed class Fuzz
{
    private const string Alphabet = "0123456789一二三四五六七八九十年月日前底末、。，：；:;,.()（）【】*×Xx某等 \t\n\r\u3000\"'〔〕《》-/—·①㈠同志责任人领导整改措施完成时限立行改长期坚持";

    // No label consists of these characters.
    private const string Noise = "的了在是我有和就不会也很到说去看好这那里天地山水风云花草木石田土人口手足0123456789.,;:!?()[]{}<>\"'\n\t 、。，一二三（）";

    private readonly List<(string Name, byte[] Content)> files =
        [.. CorpusPlan.All.SelectMany(p => CorpusFormats.Of(p).Select(f => ($"{p.Name} as {f.Format}", f.Content)))];

    /// <summary>The fault in reading that input; null if there is none.</summary>
    public string? Try(int number)
    {
        var random = new Random(number);
        var (content, name, isNoise) = Make(random);
        try
        {
            var plan = PlanFile.Read(content, "plan", new PlanReadingOptions(null, new LocalDate(2026, 4, 1)));
            return Fault(plan, content, isNoise) is { } fault ? $"{number}: {name}: {fault}" : null;
        }
        catch (InputRefusedException refused)
        {
            var isOneLine = !refused.Message.Contains('\n', StringComparison.Ordinal);
            return isOneLine ? null : $"{number}: {name}: more than one line: {refused.Message}";
        }
        catch (Exception other)
        {
            return $"{number}: {name}: {other}";
        }
    }

    /// <summary>The input itself, for inspection.</summary>
    public (string Name, byte[] Content) Input(int number) => Make(new Random(number)) is var made ? (made.Name, made.Content) : default;

    private (byte[] Content, string Name, bool IsNoise) Make(Random random)
    {
        if (random.Next(20) == 0)
            return (MakeNoise(random), "noise", true);
        var (name, content) = files[random.Next(files.Count)];
        var isText = !name.Contains("doc", StringComparison.Ordinal) && !name.Contains("xls", StringComparison.Ordinal);
        return random.Next(4) switch
        {
            0 => (Bytes(random, content), name, false),
            _ when isText => (Words(random, content), name, false),
            1 or 2 when content.AsSpan().StartsWith("PK"u8) => (Part(random, content), name, false),
            _ => (Bytes(random, content), name, false),
        };
    }

    private static byte[] MakeNoise(Random random)
    {
        var length = random.Next(1, 3000);
        if (random.Next(3) == 0)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }
        return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, length).Select(_ => Noise[random.Next(Noise.Length)])));
    }

    private byte[] Bytes(Random random, byte[] content)
    {
        var damaged = content.ToList();
        for (var times = random.Next(1, 6); times > 0 && damaged.Count > 2; times--)
        {
            var at = random.Next(damaged.Count);
            var length = Math.Min(random.Next(1, 400), damaged.Count - at);
            switch (random.Next(8))
            {
                case 0:
                    damaged.RemoveRange(at, length);
                    break;
                case 1:
                    damaged.InsertRange(at, damaged.GetRange(at, length));
                    break;
                case 2:
                    var other = files[random.Next(files.Count)].Content;
                    var from = random.Next(other.Length);
                    damaged.InsertRange(at, other.Skip(from).Take(random.Next(1, 400)));
                    break;
                case 3 when random.Next(4) == 0:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
                default:
                    damaged[at] = (byte)random.Next(256);
                    break;
            }
        }
        return [.. damaged];
    }

    private static byte[] Words(Random random, byte[] content) => Encoding.UTF8.GetBytes(Words(random, TextOf(content)));

    private static string Words(Random random, string text)
    {
        var lines = text.Split('\n').ToList();
        for (var times = random.Next(1, 8); times > 0; times--)
        {
            var (at, to) = (random.Next(lines.Count), random.Next(lines.Count));
            var line = lines[at];
            var place = random.Next(line.Length + 1);
            switch (random.Next(7))
            {
                case 0 when lines.Count > 1:
                    lines.RemoveAt(at);
                    break;
                case 1:
                    lines.Insert(to, line);
                    break;
                case 2:
                    (lines[at], lines[to]) = (lines[to], line);
                    break;
                case 3 when at + 1 < lines.Count:
                    lines[at] += lines[at + 1];
                    lines.RemoveAt(at + 1);
                    break;
                case 4:
                    lines[at] = line.Remove(place, Math.Min(random.Next(1, 10), line.Length - place));
                    break;
                default:
                    var inserted = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Alphabet[random.Next(Alphabet.Length)]);
                    lines[at] = line.Insert(place, string.Concat(inserted));
                    break;
            }
        }
        return string.Join('\n', lines);
    }

    // Damages one part of the package and stores it again, because the checksum of the zip would reject changed bytes.
    private static byte[] Part(Random random, byte[] content)
    {
        using var stream = new MemoryStream();
        stream.Write(content);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entries = archive.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)).ToList();
            var entry = entries[random.Next(entries.Count)];
            string text;
            using (var reader = new StreamReader(entry.Open()))
                text = reader.ReadToEnd();
            text = text.Replace(">", ">\n", StringComparison.Ordinal);
            text = Words(random, text).Replace(">\n", ">", StringComparison.Ordinal);
            var name = entry.FullName;
            entry.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name, CompressionLevel.NoCompression).Open());
            writer.Write(text);
        }
        return stream.ToArray();
    }

    private static string? Fault(PlanDraft plan, byte[] content, bool isNoise)
    {
        if (isNoise)
            return $"{plan.Items.Length} items in noise";
        if (plan.Items.IsEmpty)
            return "a plan without items was not refused";
        if (plan.Items.Any(i => i.Deadline.Date is { Year: < 1990 or > 2199 }))
            return "a date outside of 1990 to 2199";
        if (content.AsSpan().StartsWith("PK"u8) || content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF]))
            return null;
        var text = Bare(TextOf(content));
        var invented = plan.Items.SelectMany(i => i.Persons.Concat(i.Leaders))
            .FirstOrDefault(p => !text.Contains(Bare(p.Name), StringComparison.Ordinal));
        return invented is null ? null : $"the name {invented.Name} is not in the input";
    }

    private static string TextOf(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? Encoding.GetEncoding("GB18030").GetString(content) : text;
    }

    private static string Bare(string text) => string.Concat(Folded.Name(text).Where(
        c => !char.IsWhiteSpace(c)
            && !"\"·.．\u30FB\u2022\u2027\u2E31\u2219\u22C5\uFE52\uFF65\u02D9".Contains(c, StringComparison.Ordinal)));
}
