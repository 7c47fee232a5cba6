using NodaTime;
using Throughline.Casefile.Messages;

namespace Throughline.Tests.Messages;

public sealed class MessageRulesTests
{
    private static readonly MessageSent Reminder = new("M-1", MessageRules.Reminder, "sms", "spa", "You have an appointment.");

    [Fact]
    public void A_message_leaves_once_however_often_its_sending_is_told_and_ends_in_one_way()
    {
        var sent = Sent(Given.ReleasedPerson()).Then("message-sent");

        Sent(sent).ThenNothing();
        var delivered = sent.When(g => MessageRules.Deliver(g.State, "M-1", g.Now)).Then("message-delivered");
        delivered.When(g => MessageRules.Deliver(g.State, "M-1", g.Now)).ThenNothing();
        delivered.When(g => MessageRules.Bounce(g.State, "M-1", "no such number", g.Now)).ThenNothing();
        sent.When(g => MessageRules.Bounce(g.State, "M-1", "no such number", g.Now)).Then("message-bounced");
        sent.When(g => MessageRules.Bounce(g.State, "M-2", "no such number", g.Now)).ThenNothing();
    }

    [Fact]
    public void A_reminder_is_true_for_its_slot_while_the_duty_runs_and_never_for_a_child()
    {
        var given = Given.ReleasedFamily();
        var slot = given.State.Slot!.At;

        Assert.True(MessageRules.IsStillTrue(given.State, MessageRules.Reminder, slot));
        Assert.False(MessageRules.IsStillTrue(given.State, MessageRules.Reminder, slot + Duration.FromDays(1)));
        Assert.False(MessageRules.IsStillTrue(given.Reported().State, MessageRules.Reminder, slot));
        Assert.False(MessageRules.IsStillTrue(given[Given.Child], MessageRules.Reminder, slot));
    }

    [Theory]
    [InlineData(17, 9, 59, 3)]
    [InlineData(17, 10, 0, 2)]
    [InlineData(23, 9, 59, 1)]
    [InlineData(23, 10, 0, 0)]
    public void Reminders_go_out_seven_three_and_one_days_before_at_ten_and_those_past_are_left_out(int day, int hour, int minute, int left)
    {
        var zone = Given.Programme.Offices["DEN"].Zone;
        var now = new LocalDateTime(2021, 4, day, hour, minute).InZoneLeniently(zone).ToInstant();

        var reminders = MessageRules.Reminders(new(2021, 4, 24), zone, now).ToList();

        Assert.Equal(left, reminders.Count);
        Assert.All(reminders, r => Assert.Equal(new LocalDate(2021, 4, 24).PlusDays(-r.Days).At(new LocalTime(10, 0)), r.At.InZone(zone).LocalDateTime));
    }

    [Theory]
    [InlineData(20, 59, 6, 20, 59)]
    [InlineData(21, 0, 7, 8, 0)]
    [InlineData(7, 59, 6, 8, 0)]
    [InlineData(8, 0, 6, 8, 0)]
    public void Nobody_is_written_to_in_the_quiet_hours(int hour, int minute, int day, int atHour, int atMinute)
    {
        var zone = Given.Programme.Offices["DEN"].Zone;
        Instant Local(int d, int h, int m) => new LocalDateTime(2021, 4, d, h, m).InZoneLeniently(zone).ToInstant();

        Assert.Equal(Local(day, atHour, atMinute), MessageRules.OutsideQuietHours(Local(6, hour, minute), new(21, 0), new(8, 0), zone));
    }

    private static Given Sent(Given given) => given.When(g => MessageRules.Send(g.State, Reminder, g.Now));
}
