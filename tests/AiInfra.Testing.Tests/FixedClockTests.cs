namespace AiInfra.Testing.Tests;

public sealed class FixedClockTests
{
    private readonly FixedClock _clock = new();

    [Fact]
    public void Advance_StandsStillUntilMoved()
    {
        DateTimeOffset before = _clock.GetUtcNow();
        long stamp = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(before.AddMinutes(3), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(3), _clock.GetElapsedTime(stamp));
    }

    [Fact]
    public void Advance_TimersFireInTheOrderOfTheirTimesWithTheClockAtTheirTime()
    {
        var fired = new List<string>();
        DateTimeOffset start = _clock.GetUtcNow();
        void Note(object? name) => fired.Add($"{name}{(_clock.GetUtcNow() - start).TotalSeconds}");
        using ITimer often = _clock.CreateTimer(Note, "often", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using ITimer once = _clock.CreateTimer(Note, "once", TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["often2", "once3", "often4"], fired);
    }

    [Fact]
    public void Advance_DisposedTimer_DoesNotFire()
    {
        bool fired = false;
        _clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(fired);
    }

    [Fact]
    public async Task Delay_EndsWhenTheClockReachesIt()
    {
        Task delay = Task.Delay(TimeSpan.FromHours(1), _clock);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await delay.WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task CreateTimer_DueNow_FiresWithoutMovingTheClock()
    {
        var fired = new TaskCompletionSource();
        using ITimer timer = _clock.CreateTimer(_ => fired.TrySetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await fired.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Advance_Backwards_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromSeconds(-1)));
}
