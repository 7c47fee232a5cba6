using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Papers;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>The paper: one Letter page for a household in the person's language, with English beside it. This page is the accessible one, the PDF goes to a printer.</summary>
internal sealed class NoticeModel(Installation installation, PublicUrl publicUrl) : ReleasedPage(installation)
{
    public NoticePaper Paper { get; private set; } = null!;

    public string Back => IsStation ? $"/desk/release/done/{Opened.State.Id}" : $"/desk/cases/{Opened.State.Id}";

    public string Pdf => $"/desk/cases/{Opened.State.Id}/notice.pdf";

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await PaperAsync(id, publicUrl) is not { } paper)
        {
            return NotFound();
        }

        Paper = paper;
        return Page();
    }
}
