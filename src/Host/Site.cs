using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using NodaTime;
using OpenTelemetry.Metrics;
using Throughline.Host.Access;
using Throughline.Host.Accounts;
using Throughline.Host.Agencies;
using Throughline.Host.Bridges;
using Throughline.Host.Casework;
using Throughline.Host.Devices;
using Throughline.Host.Messages;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Zones;

namespace Throughline.Host;

/// <summary>The web application: pages, the machine API, health and metrics, and the jobs that run beside them.</summary>
internal static class Site
{
    /// <param name="publicUrl">What links and QR codes use.</param>
    /// <param name="configure">For tests: the last word on services and the server.</param>
    /// <param name="devices">What this process does for devices.</param>
    public static WebApplication Build(Installation installation, string[] urls, string publicUrl, Action<WebApplicationBuilder>? configure = null, DeviceRoles devices = DeviceRoles.None)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            // Named, because the pages are looked for in it, also when another program (the tests) started this one.
            ApplicationName = typeof(Site).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = WebRoot(),
            EnvironmentName = Environments.Production,
        });
        builder.Environment.WebRootFileProvider = new Unwatched(builder.Environment.WebRootFileProvider);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.AddServerHeader = false).UseUrls(urls);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        SecurityLog.Write(builder.Logging);
        builder.Services.AddSingleton(installation).AddSingleton(new PublicUrl(publicUrl));
        builder.Services.AddSingleton<Releasing>().AddSingleton<Reporting>().AddSingleton<Receiving>().AddSingleton<Noticing>().AddSingleton<Correcting>().AddSingleton<Finding>().AddSingleton<Booking>().AddSingleton(new Participant.Tries(installation.Clock)).AddSingleton<Addressing>().AddSingleton<AddressProving>().AddSingleton<LetterBatches>();
        builder.Services.AddSingleton<Faulting>().AddSingleton<Sweeping>().AddSingleton<Reviewing>().AddSingleton<CaseActs>().AddSingleton<Transferring>().AddSingleton<Householding>().AddSingleton<Protecting>().AddSingleton<SamePersons>();
        builder.Services.AddSingleton<Devices.IFalseAlerts, Bridges.FalseAlerts>().AddSingleton<Devices.Inventory>().AddSingleton<Bridges.DeviceRegistry>().AddSingleton<Monitoring.Devices.IDeviceRegistry>(s => s.GetRequiredService<Bridges.DeviceRegistry>());
        builder.Services.AddSingleton<IWearers>(s => s.GetRequiredService<Bridges.DeviceRegistry>());
        builder.Services.TryAddSingleton<IFeeds, NoFeeds>();
        builder.Services.AddSingleton<AlertChanges>().AddSingleton<Alerting>().AddSingleton<ISignals>(s => s.GetRequiredService<Alerting>()).AddSingleton<IVerdicts>(s => s.GetRequiredService<Alerting>()).AddSingleton<FeedWatch>();
        builder.Services.AddSingleton<TermsActs>().AddSingleton<Outreaching>().AddSingleton<Erasing>().AddSingleton<Bridges.TrailReading>().AddSingleton<Retaining>();
        builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")).AddJsonFile(Path.Combine(installation.Store.DataFolder, "settings.json"), optional: true).AddEnvironmentVariables("THROUGHLINE_");
        var fonts = new Papers.PaperFonts();
        builder.Services.AddSingleton<CaseTrails>().AddSingleton<Monitoring.Trail.ITrailSource>(s => s.GetRequiredService<CaseTrails>()).AddSingleton<IOpenAlerts>(s => s.GetRequiredService<CaseTrails>()).AddSingleton<ICaseZones>(s => s.GetRequiredService<CaseTrails>());
        builder.Services.AddSingleton(fonts);
        var messages = MessageSettings.Read(builder.Configuration);
        builder.Services.AddSingleton(messages).AddSingleton<Messenger>().AddSingleton<PartyMessenger>().AddSingleton<Outbox>().AddSingleton(messages.Sender(Path.Combine(installation.Store.DataFolder, "messages"), installation.Clock, fonts));
        builder.Services.AddSingleton<SubmissionReader>().AddSingleton<ReportReader>();
        builder.Services.AddOpenApi("v1", o => o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Throughline machine API";
            return Task.CompletedTask;
        }));
        builder.Services.AddRouting();
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new JsonText());
            o.SerializerOptions.AllowDuplicateProperties = false;
        });
        builder.Services.AddDataProtection()
            .SetApplicationName("throughline-" + installation.Store.Id)
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(installation.KeysFolder, installation.Store.Id + ".web")));
        builder.Services.AddAuthentication(SignedIn.StaffScheme)
            .AddCookie(SignedIn.StaffScheme, o => Cookie(o, publicUrl, "tl-staff", "/sign-in", TimeSpan.FromHours(12)))
            .AddCookie(SignedIn.PersonScheme, o => Cookie(o, publicUrl, "tl-me", "/me/code", TimeSpan.FromHours(1)));
        builder.Services.AddAuthorization();
        builder.Services.AddAccounts(installation, new PublicUrl(publicUrl));
        builder.Services.AddScoped<DeskGuard>().AddSingleton<Pages.SetupLink>();
        builder.Services.AddRazorPages(o =>
        {
            o.Conventions.ConfigureFilter(new FormGuard());
            foreach (var staffOnly in new[] { "/Desk", "/MyAccount" })
            {
                o.Conventions.AddFolderApplicationModelConvention(staffOnly, model => model.Filters.Add(new ServiceFilterAttribute(typeof(DeskGuard))));
            }
        });
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", Telemetry.Name).AddPrometheusExporter());
        builder.Services.AddHostedService<FollowingJobs>().AddHostedService<ClockJobs>().AddHostedService<RetentionJobs>().AddHostedService<Bridges.DeviceRegistryJob>().AddHostedService<Devices.InventoryJob>();
        builder.Services.AddDevices(builder.Configuration, devices);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseExceptionHandler("/failed");
        app.UseMiddleware<SecurityHeaders>();
        app.UseStaticFiles();
        // A reader gets a page; a machine its problem or its bare status.
        app.UseWhen(
            http => HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api") && !http.Request.Path.StartsWithSegments("/openapi"),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found"));
        app.UseWhen(
            http => HttpMethods.IsPost(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api"),
            pages => pages.UseStatusCodePagesWithReExecute("/not-taken"));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        var keyring = new ApiKeyring(installation);
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api"), api => api
            .UseExceptionHandler(failed => failed.Run(http => Results.Problem(
                detail: "The fault is ours. Nothing half-written was kept: send it again, with the same Idempotency-Key.", type: "failed", title: "It failed", statusCode: 500).ExecuteAsync(http)))
            .Use(ApiGate.Problems)
            .Use((http, next) => ApiGate.Keys(http, next, installation, keyring)));
        app.MapRazorPages();
        app.MapOpenApi("/openapi/{documentName}.json");
        Api.Map(app);
        Hooks.Map(app);
        DeviceHosting.Map(app);
        app.MapGet("/healthz", () => Results.Text("alive"));
        app.MapGet("/readyz", () => Results.Text("ready"));
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    /// <summary>The web files are built into the project's folder; a published program carries them beside itself.</summary>
    private static string WebRoot()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var source = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "wwwroot"));
        var root = Directory.Exists(beside) ? beside : source;
        Directory.CreateDirectory(root);
        return root;
    }

    private static void Cookie(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions o, string publicUrl, string name, string signIn, TimeSpan lasts)
    {
        // Behind a proxy that ends HTTPS the request itself is plain: the public address says what browsers speak.
        var secure = publicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        o.Cookie.Name = secure ? "__Host-" + name : name;
        o.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Lax;
        o.LoginPath = signIn;
        o.ExpireTimeSpan = lasts;
        o.SlidingExpiration = true;
    }
}

/// <summary>
/// The pages' files, which do not change while the program runs. Watching them would take one of the system's few watches (Linux gives
/// a user 128), and where those are used up every page would fail.
/// </summary>
internal sealed class Unwatched(IFileProvider files) : IFileProvider
{
    public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(subpath);

    public IFileInfo GetFileInfo(string subpath) => files.GetFileInfo(subpath);

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
}

/// <summary>The address under which people reach this installation, without a slash at its end.</summary>
internal sealed record PublicUrl(string Address)
{
    public string To(string path) => Address + path;

    /// <summary>As a person copies it from paper: without the scheme.</summary>
    public string Shown(string path) => To(path)[(Address.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..];
}
