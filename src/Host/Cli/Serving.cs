using System.CommandLine;
using Throughline.Host.Access;
using Throughline.Host.Demonstrations;
using Throughline.Host.Devices;

namespace Throughline.Host.Cli;

/// <summary><c>serve</c> and <c>demo</c>.</summary>
internal static class Serving
{
    private const string DefaultUrl = "http://localhost:5080";

    public static Command Serve()
    {
        var (urls, publicUrl) = Options();
        var roles = new Option<string>("--roles") { Description = "What this process does; one process does all of it", DefaultValueFactory = _ => "web,gateway,silo", HelpName = "ROLES" };
        var verb = new Command("serve", "Runs the pages, the machine API and the jobs") { urls, publicUrl, roles };
        verb.SetAction(async (parsed, stopping) =>
        {
            await using var installation = CommandLine.Open(parsed);
            return await RunAsync(installation, parsed.GetValue(urls)!, parsed.GetValue(publicUrl), stopping, devices: RolesOf(parsed.GetValue(roles)!));
        });
        return verb;
    }

    public static Command Demo()
    {
        var (urls, publicUrl) = Options();
        var people = new Option<int>("--people") { Description = "About how many people; the last household is made whole", DefaultValueFactory = _ => 120, HelpName = "N" };
        people.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100_000)
            {
                result.AddError("--people must be a number from 1 to 100000.");
            }
        });
        var verb = new Command("demo", "A throwaway store with households at every stage of the story, and a clock that can be moved") { urls, publicUrl, people };
        verb.SetAction(async (parsed, stopping) =>
        {
            var folder = Directory.CreateTempSubdirectory("throughline-demo-");
            try
            {
                await using var installation = Installation.Open(Path.Combine(folder.FullName, "data"), null, new DemoClock(NodaTime.SystemClock.Instance, DemoHouseholds.Past));
                installation.Decide(StoreMode.Demonstration);
                await new DemoHouseholds(installation).MakeAsync(parsed.GetValue(people));
                return await RunAsync(installation, parsed.GetValue(urls)!, parsed.GetValue(publicUrl), stopping, isDemonstration: true);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return verb;
    }

    private static (Option<string> Urls, Option<string?> PublicUrl) Options() => (
        new Option<string>("--urls") { Description = "Where it listens, several with semicolons", DefaultValueFactory = _ => DefaultUrl, HelpName = "URLS" },
        new Option<string?>("--public-url") { Description = "What links and QR codes use (default: the first of --urls)", HelpName = "URL" });

    /// <summary>Without <c>web</c> the pages are still there, for health and metrics, on the addresses of <c>--urls</c>.</summary>
    private static DeviceRoles RolesOf(string text)
    {
        var roles = DeviceRoles.None;
        foreach (var role in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            roles |= role switch
            {
                "web" => DeviceRoles.None,
                "gateway" => DeviceRoles.Gateway,
                "silo" => DeviceRoles.Silo,
                _ => throw new BadArgumentsException($"--roles '{role}' is not known. There are web, gateway and silo; write several with commas."),
            };
        }

        return roles;
    }

    private static async Task<int> RunAsync(Installation installation, string urls, string? publicUrl, CancellationToken stopping, bool isDemonstration = false, DeviceRoles devices = DeviceRoles.All)
    {
        var all = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (all.FirstOrDefault(u => !Uri.TryCreate(u, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) is not null || all.Length == 0)
        {
            throw new BadArgumentsException($"--urls '{urls}' is no address. Write it as {DefaultUrl}.");
        }

        await using var app = Site.Build(installation, all, (publicUrl ?? all[0]).TrimEnd('/'), devices: devices);
        try
        {
            await app.StartAsync(stopping);
        }
        catch (IOException e)
        {
            throw new BadArgumentsException($"Nothing can listen on {urls}: {e.Message}");
        }

        await Console.Error.WriteLineAsync($"Throughline runs on {string.Join(" and ", app.Urls)}. Stop it with Ctrl+C{(isDemonstration ? "; the store is then thrown away" : "")}.");
        await app.WaitForShutdownAsync(stopping);
        return Exit.Done;
    }
}
