using System.Text.Json;
using Throughline.Casefile;
using Throughline.Casefile.Messages;
using Throughline.Host.Papers;

namespace Throughline.Host.Messages;

/// <summary>A letter of a batch, with the case that it is about.</summary>
internal sealed record BatchedLetter(string Message, CaseId Case);

/// <summary>The letters of one day and office.</summary>
internal sealed record LetterBatch(string Name, string Day, IReadOnlyList<BatchedLetter> Letters);

/// <summary>What was printed together is handed to the post together, by a person who says so.</summary>
internal sealed class LetterBatches(Installation installation)
{
    private string Folder => Path.Combine(installation.Store.DataFolder, "messages", "letters");

    /// <summary>The latest day first.</summary>
    public IReadOnlyList<LetterBatch> Of(string office) =>
    [
        .. from file in Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, $"????-??-??-{office}.pdf") : []
           let name = Path.GetFileNameWithoutExtension(file)
           orderby name descending
           select new LetterBatch(name, name[..10], [.. LettersOf(name)]),
    ];

    public string FileOf(LetterBatch batch, string ending) => Path.Combine(Folder, batch.Name + ending);

    public Case StateOf(BatchedLetter letter) => installation.Cases.Load(letter.Case)!.State;

    public bool IsPosted(BatchedLetter letter) => StateOf(letter).Messages.Find(m => m.Id == letter.Message)?.Posted is not null;

    /// <summary>A letter that was handed over already stays as it is.</summary>
    /// <returns>How many were handed over by this act.</returns>
    public async Task<int> PostAsync(Actor who, LetterBatch batch)
    {
        var posted = 0;
        foreach (var letter in batch.Letters)
        {
            var outcome = await installation.Recorder.RecordAsync(who, letter.Case, null, (_, file, now) => MessageRules.Post(file.State, letter.Message, now));
            posted += outcome.Changed ? 1 : 0;
        }

        return posted;
    }

    private IEnumerable<BatchedLetter> LettersOf(string batch)
    {
        var folder = Path.Combine(Folder, batch, "letters");
        return from letter in FolderSender.Files(folder)
               where letter.File.EndsWith(".json", StringComparison.Ordinal) && installation.Cases.Load(letter.Case) is not null
               orderby letter.Name
               select new BatchedLetter(JsonSerializer.Deserialize<Letter>(File.ReadAllBytes(letter.File))!.Id, letter.Case);
    }
}
