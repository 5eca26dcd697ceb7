using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Core.Signals;

/// <summary>Passes signals and feedback from those who make them to those who watch, in the order of publication on each thread.</summary>
/// <remarks>Thread-safe. A subscriber that throws is logged and counted in <see cref="Faults"/>; the others still hear, and the request is not harmed.</remarks>
public sealed partial class SignalHub(ILogger<SignalHub>? logger = null)
{
    private readonly ILogger _logger = logger ?? (ILogger)NullLogger.Instance;
    private readonly Lock _change = new();
    private volatile ISignalSubscriber[] _subscribers = [];
    private long _faults;

    /// <summary>Whether anybody listens; publishers may skip building a signal when not.</summary>
    public bool IsObserved => _subscribers.Length > 0;

    /// <summary>How many times a subscriber threw.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Starts to listen; dispose the result to stop.</summary>
    public IDisposable Subscribe(ISignalSubscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        lock (_change)
        {
            _subscribers = [.. _subscribers, subscriber];
        }

        return new Subscription(this, subscriber);
    }

    /// <summary>Tells all subscribers of an answer or a failure.</summary>
    public void Publish(Signal signal)
    {
        foreach (ISignalSubscriber subscriber in _subscribers)
        {
            try
            {
                subscriber.OnSignal(signal);
            }
            catch (Exception e)
            {
                Fault(e, subscriber);
            }
        }
    }

    /// <summary>Tells all subscribers of feedback.</summary>
    public void Publish(Feedback feedback)
    {
        foreach (ISignalSubscriber subscriber in _subscribers)
        {
            try
            {
                subscriber.OnFeedback(feedback);
            }
            catch (Exception e)
            {
                Fault(e, subscriber);
            }
        }
    }

    private void Fault(Exception e, ISignalSubscriber subscriber)
    {
        Interlocked.Increment(ref _faults);
        LogFault(_logger, e, subscriber.GetType().Name);
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Signal subscriber {Subscriber} threw; the others were still told.")]
    private static partial void LogFault(ILogger logger, Exception e, string subscriber);

    private sealed class Subscription(SignalHub hub, ISignalSubscriber subscriber) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) != 0)
            {
                return;
            }

            lock (hub._change)
            {
                var left = hub._subscribers.ToList();
                left.Remove(subscriber);
                hub._subscribers = [.. left];
            }
        }
    }
}
