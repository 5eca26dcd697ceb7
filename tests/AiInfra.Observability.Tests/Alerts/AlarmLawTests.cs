using AiInfra.Observability.Alerts;

namespace AiInfra.Observability.Tests.Alerts;

public sealed class AlarmLawTests
{
    [Fact]
    public void Observe_AnyFindings_RaisesAndClearsInTurnsAndNeverWithoutCause()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 500; trial++)
        {
            int within = random.Next(1, 65), raise = random.Next(1, within + 1), clear = random.Next(1, 6), coolDown = random.Next(0, 9);
            var alarm = new AlarmSwitch(new() { RaiseAfter = raise, Within = within, ClearAfter = clear, CoolDown = coolDown });
            var history = new List<bool>();
            int raisedAt = -1000, forgotten = 0;
            double rate = random.NextDouble();
            for (int i = 0; i < 300; i++)
            {
                bool was = alarm.IsRaised, finding = random.NextDouble() < rate;
                history.Add(finding);
                AlarmState? change = alarm.Observe(finding);
                int recent = history.Skip(Math.Max(forgotten, history.Count - within)).Count(f => f);
                bool quiet = history.Count >= clear && history.TakeLast(clear).All(f => !f);
                bool due = !was && finding && recent >= raise && i - raisedAt > coolDown;
                Assert.Equal(due ? AlarmState.Raised : was && quiet ? AlarmState.Cleared : null, change);
                raisedAt = change == AlarmState.Raised ? i : raisedAt;
                forgotten = change == AlarmState.Cleared ? history.Count : forgotten;
            }
        }
    }
}
