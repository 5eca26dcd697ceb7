using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Core.Tests.Signals;

public sealed class SignalHubTests
{
    private static readonly Feedback Label = new("p", 1.0, DateTimeOffset.UnixEpoch);
    private static readonly Row Empty = new(new RowSchema([]), []);
    private static readonly RowPrediction Answer = new() { Id = "p", Deployment = "d", Model = "m", Version = 1, At = DateTimeOffset.UnixEpoch, Inputs = Empty, Outputs = Empty };

    [Fact]
    public void Publish_SeveralSubscribers_AllHearInOrder()
    {
        var hub = new SignalHub();
        var first = new Listener();
        var second = new Listener();
        hub.Subscribe(first);
        hub.Subscribe(second);
        hub.Publish(Answer);
        hub.Publish(Label);
        Assert.Equal([Answer, Label], first.Heard);
        Assert.Equal(first.Heard, second.Heard);
    }

    [Fact]
    public void Publish_OneThrows_OthersStillHearAndItIsCounted()
    {
        var hub = new SignalHub();
        var good = new Listener();
        hub.Subscribe(new Listener { Throws = true });
        hub.Subscribe(good);
        hub.Publish(Answer);
        hub.Publish(Label);
        Assert.Equal((2, 2L), (good.Heard.Count, hub.Faults));
    }

    [Fact]
    public void Dispose_OfASubscription_EndsThatOneOnly()
    {
        var hub = new SignalHub();
        var listener = new Listener();
        IDisposable first = hub.Subscribe(listener);
        hub.Subscribe(listener);
        first.Dispose();
        first.Dispose();
        hub.Publish(Label);
        Assert.Single(listener.Heard);
        Assert.True(hub.IsObserved);
    }

    [Fact]
    public async Task Subscribe_FromManyThreads_LosesNobody()
    {
        var hub = new SignalHub();
        Listener[] listeners = [.. Enumerable.Range(0, 64).Select(_ => new Listener())];
        await Task.WhenAll(listeners.Select(l => Task.Run(() => hub.Subscribe(l))));
        hub.Publish(Label);
        Assert.All(listeners, l => Assert.Single(l.Heard));
    }

    private sealed class Listener : ISignalSubscriber
    {
        public List<object> Heard { get; } = [];

        public bool Throws { get; init; }

        public void OnSignal(Signal signal) => Hear(signal);

        public void OnFeedback(Feedback feedback) => Hear(feedback);

        private void Hear(object signal)
        {
            if (Throws)
            {
                throw new InvalidOperationException("no");
            }

            Heard.Add(signal);
        }
    }
}
