using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Outreach;
using Throughline.Casefile.Programmes;
using Throughline.Storage;
using Throughline.Storage.Reading;

namespace Throughline.Host.Casework;

/// <summary>Somebody of the group, how a message reaches them, and why they are not invited.</summary>
internal sealed record Invitee(CaseFile File, string? Channel, string? WhyNot)
{
    public bool IsInvited => WhyNot is null && Channel is not null;
}

/// <summary>People who did not report are invited again: a group is looked at by name, then each household gets a place and a message.</summary>
internal sealed class Outreaching(Installation installation)
{
    /// <summary>So many people are looked at and invited at once; the rest comes with the next press.</summary>
    public const int AtOnce = 200;

    // An invitation is for soon: within this time where a place is free, else the first day behind it.
    private static readonly Duration Within = Duration.FromDays(30);

    public (IReadOnlyList<Invitee> People, int Count) Preview(Group group)
    {
        var now = installation.Clock.GetCurrentInstant();
        var (ids, count) = Unreported.Of(installation.Store, group, now, AtOnce);
        return ([.. ids.Select(id => installation.Cases.Load(id)!).Select(f => new Invitee(f, ChannelOf(f.State), OutreachRules.WhyNot(f.State, now)))], count);
    }

    /// <summary>Invites who of the group is still to be invited, household by household. Gives how many adults were, and the first refusal.</summary>
    public async Task<(int Invited, Refusal? Refused)> InviteAsync(Actor who, Group group)
    {
        var outcomes = new List<Outcome>();
        foreach (var person in Preview(group).People.Where(p => p.IsInvited).DistinctBy(p => p.File.State.Release!.Household?.Number ?? -p.File.State.Id.Number))
        {
            outcomes.Add(await InviteAsync(who, person.File.State.Id));
        }

        return (outcomes.Sum(o => o.Events.Count(e => e.Event is Casefile.Contacts.ContactMade)), outcomes.FirstOrDefault(o => o.IsRefused)?.Refused);
    }

    public Task<Outcome> InviteAsync(Actor who, CaseId id) => installation.Recorder.RecordAsync(who, id, null, (scene, file, now) =>
    {
        ImmutableArray<Case> household = [.. scene.WithHousehold(file).Select(f => f.State)];
        var office = installation.Programme.Offices.GetValueOrDefault(file.State.Handoff.Office ?? "") ?? installation.Programme.IntakeDesk;
        var tomorrow = now.InZone(office.Zone).Date.PlusDays(1);
        var taken = scene.PlacesTaken(office.Code, tomorrow, tomorrow.PlusYears(2), file.State.Release?.Household);
        var offer = SlotRules.ChooseAgain(Closures.Apply(office, scene.Faults(now)), day => taken.GetValueOrDefault(day), household.Length, tomorrow, now + Within, installation.Programme.Settings);
        return OutreachRules.Invite(household, member => ChannelOf(household.First(c => c.Id == member)), office.Code, offer, now);
    });

    /// <summary>The way that a message to this person takes, as it is chosen again at its sending. Null: only a visit is left.</summary>
    private string? ChannelOf(Case state) =>
        ReachRules.Way(state, isSilent: state.Release?.Record.Phone is { } number && OutboxRows.Number(installation.Store, number).Silent);
}
