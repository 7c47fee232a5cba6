using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>Fourth page: what will become the station's work. It asks nothing and stops nobody.</summary>
internal sealed class MissingModel(Installation installation, Releasing releasing, SubmissionReader reader) : ReleaseStep(installation, releasing, reader)
{
    public Instant CompleteBy => Now + Duration.FromHours(Programme.Settings.CompleteWithinHours);

    public IActionResult OnGet() => Draft.ReleasedAt is null ? Redirect(To("pathway")) : Page();
}
