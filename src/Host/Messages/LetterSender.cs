using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Throughline.Host.Papers;

namespace Throughline.Host.Messages;

/// <summary>
/// Letters to be printed: one PDF a day and office, each letter on a page of its own, and a list of their numbers. A letter that is written
/// twice under one number is one letter, and each number keeps the day on which it was first written.
/// </summary>
internal sealed class LetterSender(string folder, PaperFonts fonts, IClock clock) : ISender
{
    private const int TriesForTheLock = 100;

    public async Task<(Delivery Delivery, string? Detail)> SendAsync(Outgoing message, CancellationToken stopping)
    {
        var office = message.Office!;
        var today = clock.GetCurrentInstant().InZone(office.Zone).Date;
        var name = message.Id.Replace(':', '-') + ".json";
        Directory.CreateDirectory(folder);
        using var turn = await TakeTurnAsync(stopping);
        if (turn is null)
        {
            return (Delivery.Failed, "Another process has the letters.");
        }

        // A try that was cut off after its letter was written: it stands in that day's batch.
        if (Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).Any())
        {
            return (Delivery.Taken, null);
        }

        var batch = Path.Combine(folder, $"{LocalDatePattern.Iso.Format(today)}-{office.Code}");
        var waiting = Path.Combine(batch, "letters");
        Directory.CreateDirectory(waiting);
        var letter = new Letter(message.Id, message.To, message.Text, message.Language, today.ToDateOnly(), message.IsNeutral);
        var letters = (await ReadAsync(waiting, stopping)).Append(letter).OrderBy(l => l.Id, StringComparer.Ordinal).ToList();
        await WriteAsync(batch + ".pdf", LetterPdf.Draw(letters, office, fonts), stopping);
        await WriteAsync(batch + ".csv", System.Text.Encoding.UTF8.GetBytes("page,message,language\n" + string.Concat(letters.Select((l, i) => FormattableString.Invariant($"{i + 1},{l.Id},{l.Language}\n")))), stopping);

        // Last: a letter is in the batch before its number says that it is.
        await WriteAsync(Path.Combine(waiting, name), JsonSerializer.SerializeToUtf8Bytes(letter), stopping);
        return (Delivery.Taken, null);
    }

    private static async Task<IEnumerable<Letter>> ReadAsync(string waiting, CancellationToken stopping)
    {
        var letters = new List<Letter>();
        foreach (var file in Directory.EnumerateFiles(waiting, "*.json"))
        {
            letters.Add(JsonSerializer.Deserialize<Letter>(await File.ReadAllBytesAsync(file, stopping))!);
        }

        return letters;
    }

    private static async Task WriteAsync(string file, byte[] bytes, CancellationToken stopping)
    {
        await File.WriteAllBytesAsync(file + ".part", bytes, stopping);
        File.Move(file + ".part", file, overwrite: true);
    }

    /// <summary>One at a time among all processes on this folder; null when the turn does not come.</summary>
    private async Task<FileStream?> TakeTurnAsync(CancellationToken stopping)
    {
        for (var i = 0; i < TriesForTheLock; i++)
        {
            try
            {
                return new FileStream(Path.Combine(folder, ".turn"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(50, stopping);
            }
        }

        return null;
    }
}
