using Microsoft.Extensions.Logging.Console;

namespace Throughline.Host.Accounts;

/// <summary>What security must be able to read later: accounts by their ids, never a name, a password or what somebody typed.</summary>
internal sealed partial class SecurityLog(ILoggerFactory loggers)
{
    public const string Category = "Throughline.Security";
    private readonly ILogger _log = loggers.CreateLogger(Category);

    /// <summary>One line an event, in UTC, to standard error: standard output belongs to a verb's result.</summary>
    public static void Write(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(o => (o.SingleLine, o.UseUtcTimestamp, o.TimestampFormat) = (true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' "))
            .SetMinimumLevel(LogLevel.Warning).AddFilter(Category, LogLevel.Information);
        logging.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    public void SignedIn(string account, string means, string? address) => LogSignedIn(_log, account, means, address ?? "unknown");

    public void Refused(string? account, string why, string? address) => LogRefused(_log, account ?? "none", why, address ?? "unknown");

    public void Ended(string account, int sessions, string why) => LogEnded(_log, account, sessions, why);

    public void Changed(string account, string what, string by) => LogChanged(_log, account, what, by);

    public void Shut(string account, string role, string path) => LogShut(_log, account, role, path);

    [LoggerMessage(1001, LogLevel.Information, "Signed in: account {Account} with {Means} from {Address}")]
    private static partial void LogSignedIn(ILogger log, string account, string means, string address);

    [LoggerMessage(1002, LogLevel.Warning, "Sign-in refused: account {Account}, {Why}, from {Address}")]
    private static partial void LogRefused(ILogger log, string account, string why, string address);

    [LoggerMessage(1003, LogLevel.Information, "Sessions ended: account {Account}, {Sessions}, {Why}")]
    private static partial void LogEnded(ILogger log, string account, int sessions, string why);

    [LoggerMessage(1004, LogLevel.Information, "Account changed: {Account}, {What}, by {By}")]
    private static partial void LogChanged(ILogger log, string account, string what, string by);

    [LoggerMessage(1005, LogLevel.Warning, "Not for this role: account {Account}, {Role}, route {Path}")]
    private static partial void LogShut(ILogger log, string account, string role, string path);
}
