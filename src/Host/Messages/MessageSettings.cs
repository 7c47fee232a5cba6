using NodaTime;
using NodaTime.Text;
using Throughline.Casefile.Messages;
using Throughline.Host.Papers;

namespace Throughline.Host.Messages;

/// <summary>The section <c>Messages</c> of the settings; every key and its default stands in <c>appsettings.json</c>.</summary>
internal sealed record MessageSettings(Uri? SmsAddress, string SmsSecret, LocalTime QuietFrom, LocalTime QuietUntil, EmailSettings? Email = null)
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <exception cref="Cli.BadArgumentsException">A setting can't be read; the sentence names it.</exception>
    public static MessageSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Messages");
        var (address, email) = (section["Sms:Address"], EmailSettings.Read(section.GetSection("Email")));
        if (string.IsNullOrWhiteSpace(address))
        {
            return new MessageSettings(null, section["Sms:Secret"] ?? "", At("QuietFrom"), At("QuietUntil"), email);
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new Cli.BadArgumentsException($"Messages:Sms:Address '{address}' is no address. Write it as https://sender.example/messages.");
        }

        return string.IsNullOrWhiteSpace(section["Sms:Secret"])
            ? throw new Cli.BadArgumentsException("Messages:Sms:Secret is missing: without it nobody can tell the sender's answers from somebody else's.")
            : new MessageSettings(uri, section["Sms:Secret"]!, At("QuietFrom"), At("QuietUntil"), email);

        LocalTime At(string key) => Time.Parse(section[key] ?? "") is { Success: true, Value: var time }
            ? time
            : throw new Cli.BadArgumentsException($"Messages:{key} '{section[key]}' is no time. Write it as 21:00.");
    }

    /// <param name="fonts">Null: letters become text files as all else does.</param>
    public ISender Sender(string folder, IClock clock, PaperFonts? fonts = null)
    {
        var configured = new Dictionary<string, ISender>();
        if (SmsAddress is not null)
        {
            configured[ReachRules.Sms] = new SmsSender(new HttpClient { Timeout = TimeSpan.FromSeconds(20) }, SmsAddress, SmsSecret, clock);
        }

        if (Email is not null)
        {
            configured[ReachRules.Email] = new EmailSender(Email);
        }

        if (fonts is not null)
        {
            configured[ReachRules.Letter] = new LetterSender(Path.Combine(folder, "letters"), fonts, clock);
        }

        return new Senders(configured, new FolderSender(folder));
    }
}
