using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Access;
using Throughline.Host.Bridges;

namespace Throughline.Host.Pages.Desk.Alerts;

/// <summary>
/// Tells an open list that something changed, by server-sent events: a number and nothing else, so that no stream carries a name. The list
/// then asks for itself, as whoever is signed in. Without a stream it answers with the number of the last change.
/// </summary>
internal sealed class LiveModel(Installation installation, AlertChanges changes) : DeskPage(installation)
{
    // A browser comes back by itself; a session that was ended is noticed then.
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(2), Breath = TimeSpan.FromSeconds(15);

    public async Task<IActionResult> OnGetAsync(long? seen, CancellationToken stop)
    {
        var from = long.TryParse(Request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : seen ?? changes.Last;
        if (!Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal))
        {
            return Content(changes.Last.ToString(CultureInfo.InvariantCulture), "text/plain");
        }

        Response.ContentType = "text/event-stream";
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Accel-Buffering"] = "no";
        await WriteAsync("retry: 1000\n\n", stop);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            while (System.Diagnostics.Stopwatch.GetElapsedTime(began) < Lasts)
            {
                var last = await changes.AfterAsync(from, Breath, stop);
                await WriteAsync(last == from ? ": here\n\n" : string.Create(CultureInfo.InvariantCulture, $"id: {last}\nevent: alerts\ndata: {last}\n\n"), stop);
                from = last;
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }

        return new EmptyResult();
    }

    private async Task WriteAsync(string text, CancellationToken stop)
    {
        await Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        await Response.Body.FlushAsync(stop);
    }
}
