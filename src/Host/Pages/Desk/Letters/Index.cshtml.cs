using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Access;
using Throughline.Host.Messages;

namespace Throughline.Host.Pages.Desk.Letters;

/// <summary>The letters of the office, a batch a day: printed, and handed to the post.</summary>
internal sealed class IndexModel(Installation installation, LetterBatches letters) : DeskPage(installation)
{
    private const string Reason = "Print a letter";

    public IReadOnlyList<LetterBatch> Batches { get; private set; } = [];

    public int? Posted { get; private set; }

    public int PostedOf(LetterBatch batch) => batch.Letters.Count(letters.IsPosted);

    /// <summary>The address of a protected case is for named people only, on paper too.</summary>
    public bool MayPrint(LetterBatch batch) => batch.Letters.All(l => letters.StateOf(l).Protection is not { } p || p.MaySee(Who));

    public void OnGet(int? posted) => (Batches, Posted) = (letters.Of(Place), posted);

    public async Task<IActionResult> OnGetFileAsync(string? batch, string? ending)
    {
        if (Find(batch) is not { } found || ending is not (".pdf" or ".csv") || (ending == ".pdf" && !MayPrint(found)))
        {
            return NotFound();
        }

        if (ending == ".pdf")
        {
            await Accesses.RecordAsync(Installation, Who, found.Letters.Select(l => l.Case).Distinct(), Reason, HttpContext.Request.Path);
        }

        return File(await System.IO.File.ReadAllBytesAsync(letters.FileOf(found, ending)), ending == ".pdf" ? "application/pdf" : "text/csv", "letters-" + found.Name + ending);
    }

    public async Task<IActionResult> OnPostAsync(string? batch) =>
        Find(batch) is { } found ? Redirect($"/desk/letters?posted={await letters.PostAsync(Who, found)}") : NotFound();

    private LetterBatch? Find(string? batch) => letters.Of(Place).FirstOrDefault(b => b.Name == batch);
}
