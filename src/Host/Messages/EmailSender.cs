using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Throughline.Host.Texts;

namespace Throughline.Host.Messages;

/// <summary>The section <c>Messages:Email</c>.</summary>
/// <param name="Tls">starttls, tls, or none for a server on this machine.</param>
internal sealed record EmailSettings(string Host, int Port, SecureSocketOptions Tls, MailboxAddress From, string User, string Password)
{
    /// <summary>Null: no server is named, and the folder takes what would have gone.</summary>
    /// <exception cref="Cli.BadArgumentsException">A setting can't be read; the sentence names it.</exception>
    public static EmailSettings? Read(IConfigurationSection section)
    {
        if (string.IsNullOrWhiteSpace(section["Host"]))
        {
            return null;
        }

        SecureSocketOptions tls = section["Tls"] switch
        {
            "starttls" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            var other => throw new Cli.BadArgumentsException($"Messages:Email:Tls '{other}' is not known. Write starttls, tls or none."),
        };
        return !int.TryParse(section["Port"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535
            ? throw new Cli.BadArgumentsException($"Messages:Email:Port '{section["Port"]}' is no port. Write it as 587.")
            : !MailboxAddress.TryParse(section["From"], out var from) || !from.Address.Contains('@', StringComparison.Ordinal)
            ? throw new Cli.BadArgumentsException($"Messages:Email:From '{section["From"]}' is no sender. Write it as office@example.org.")
            : new EmailSettings(section["Host"]!, port, tls, from, section["User"] ?? "", section["Password"] ?? "");
    }
}

/// <summary>
/// E-mail by SMTP. Each try carries the same Message-Id, so that a mailbox that got it twice shows it once. A refused recipient comes back; all
/// else that fails is the server's trouble, and is tried again.
/// </summary>
internal sealed class EmailSender(EmailSettings settings) : ISender
{
    private const int MillisecondsToWait = 20_000;

    public async Task<(Delivery Delivery, string? Detail)> SendAsync(Outgoing message, CancellationToken stopping)
    {
        using var mail = Compose(message);
        using var client = new SmtpClient { Timeout = MillisecondsToWait };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, settings.Tls, stopping);
            if (settings.User.Length > 0)
            {
                await client.AuthenticateAsync(settings.User, settings.Password, stopping);
            }

            await client.SendAsync(mail, stopping);
        }
        catch (SmtpCommandException e) when (e.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)e.StatusCode >= 500)
        {
            return (Delivery.Bounced, $"The mail server answered {(int)e.StatusCode}.");
        }
        catch (SmtpCommandException e)
        {
            return (Delivery.Failed, $"The mail server answered {(int)e.StatusCode}.");
        }
        catch (Exception e) when (e is ProtocolException or IOException or SocketException or TimeoutException or AuthenticationException or SslHandshakeException or NotSupportedException)
        {
            return (Delivery.Failed, $"The mail server failed: {e.GetType().Name}.");
        }

        try
        {
            await client.DisconnectAsync(quit: true, stopping);
        }
        catch (Exception e) when (e is ProtocolException or IOException or SocketException)
        {
            // The message was taken; how the server says goodbye changes nothing.
        }

        return (Delivery.Taken, null);
    }

    private MimeMessage Compose(Outgoing message)
    {
        var mail = new MimeMessage
        {
            MessageId = $"{message.Id.Replace(':', '.')}@{settings.From.Domain}",
            Subject = NoticeTexts.Say(message.Language, "mail.subject"),
            Body = new TextPart("plain") { Text = message.Text },
        };
        mail.From.Add(settings.From);
        mail.To.Add(new MailboxAddress("", message.To));
        mail.Headers.Add(HeaderId.ContentLanguage, message.Language);
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }
}
