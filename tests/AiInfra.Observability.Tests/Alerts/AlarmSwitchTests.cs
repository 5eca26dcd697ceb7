using AiInfra.Observability.Alerts;

namespace AiInfra.Observability.Tests.Alerts;

public sealed class AlarmSwitchTests
{
    private static string Play(AlarmSwitch alarm, string findings) => string.Concat(findings.Select(f => alarm.Observe(f == 'x') switch
    {
        AlarmState.Raised => 'R',
        AlarmState.Cleared => 'C',
        _ => '.',
    }));

    [Theory]
    [InlineData("x", ".")]
    [InlineData("xx", ".R")]
    [InlineData("x.x", "..R")]
    [InlineData("x..x", "....")]
    [InlineData("xx...", ".R..C")]
    [InlineData("xx..x...", ".R.....C")]
    public void Observe_TwoOfThree_RaisesAndClears(string findings, string expected) => Assert.Equal(expected, Play(new(new() { CoolDown = 0 }), findings));

    [Fact]
    public void Observe_InCoolDown_HoldsBackAndCounts()
    {
        var alarm = new AlarmSwitch(new() { RaiseAfter = 1, Within = 1, ClearAfter = 1, CoolDown = 5 });
        Assert.Equal("RC...." + "R", Play(alarm, "x.x.x.x"));
        Assert.Equal(2, alarm.HeldBack);
    }

    [Fact]
    public void Options_RaiseAfterAboveWithin_Throws() => Assert.Throws<ArgumentException>(() => new AlarmSwitch(new() { RaiseAfter = 3, Within = 2 }));
}
