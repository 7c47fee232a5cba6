using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Papers;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>The notice as a file for a printer, under the same rule of who may open it.</summary>
internal sealed class NoticePdfModel(Installation installation, PublicUrl publicUrl, PaperFonts fonts) : ReleasedPage(installation)
{
    public async Task<IActionResult> OnGetAsync(string id) =>
        await PaperAsync(id, publicUrl) is { } paper
            ? File(NoticePdf.Draw(paper, fonts), "application/pdf", $"notice-{Opened.State.Id}.pdf")
            : NotFound();
}
