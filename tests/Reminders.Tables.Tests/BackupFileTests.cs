using System.IO.Compression;
using System.Text;

namespace Reminders.Tables.Tests;

/// <summary>A file is read to its end before a row of it is restored.</summary>
public sealed class BackupFileTests
{
    [Fact]
    public async Task A_byte_that_has_changed_anywhere_is_refused_or_changes_nothing_that_is_read()
    {
        var good = await SmallAsync();
        var rows = await ReadAsync(good);
        var refused = 0;
        for (var at = 0; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= 0x41;
            try
            {
                Assert.Equal(rows, await ReadAsync(bad));
            }
            catch (InputRefusedException refusal)
            {
                Assert.Contains(refusal.Code, (string[])["backup-unreadable", "backup-damaged", "backup-newer"]);
                refused++;
            }
        }
        Assert.InRange(refused, good.Length / 3, good.Length);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_anywhere_is_refused()
    {
        var good = await SmallAsync();
        for (var length = 0; length < good.Length; length++)
        {
            var refusal = await Assert.ThrowsAsync<InputRefusedException>(() => ReadAsync(good[..length]));
            Assert.StartsWith("backup-", refusal.Code, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("backup-newer", """{"format":2,"what":"nobody knows"}""")]
    [InlineData("backup-unreadable", """{"version":"1"}""")]
    [InlineData("backup-unreadable", "[]")]
    [InlineData("backup-damaged", "{")]
    [InlineData("backup-damaged", """{"format":1,"takenAt":"2020-05-12T19:30:00Z","app":"1","parts":[]}""")]
    public async Task Another_manifest_is_refused(string code, string manifest)
    {
        var refusal = await Assert.ThrowsAsync<InputRefusedException>(() => ReadAsync(Zip(("manifest.json", manifest))));
        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public async Task A_foreign_zip_or_a_file_that_is_no_zip_is_no_backup()
    {
        foreach (var file in (byte[][])[Zip(("xl/workbook.xml", "<x/>")), "not a zip"u8.ToArray(), []])
            Assert.Equal("backup-unreadable", (await Assert.ThrowsAsync<InputRefusedException>(() => ReadAsync(file))).Code);
    }

    private static async Task<byte[]> SmallAsync()
    {
        using var file = new MemoryStream();
        await using (var writer = await BackupWriter.BeginAsync(file, Build.Now, Cancellation))
        {
            var row = new Row("p", "r", new Dictionary<string, object> { ["Json"] = "文" });
            await writer.WriteAsync("Agenda", AsyncEnumerable.Repeat(row, 1), Cancellation);
            await writer.WriteAsync(new(new(1, 3), new('a', 64)), new MemoryStream(EvidenceFiles.Pdf), Cancellation);
            await writer.EndAsync(withEvidence: true, 0, Cancellation);
        }
        return file.ToArray();
    }

    private static async Task<string> ReadAsync(byte[] file)
    {
        await using var backup = await BackupFile.OpenAsync(new MemoryStream(file), Cancellation);
        var text = new StringBuilder($"{backup.Manifest.TakenAt} {backup.Seal}");
        foreach (var part in backup.Manifest.Parts)
        {
            await foreach (var row in backup.RowsAsync(part, Cancellation))
                text.Append(part.Table).Append(row.Partition).Append(row.Key).AppendJoin(' ', row.Properties.Values);
        }
        await foreach (var (key, content) in backup.EvidenceAsync(Cancellation))
            text.Append(key).Append(Convert.ToHexString(content));
        return text.ToString();
    }

    private static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }
        return file.ToArray();
    }
}
