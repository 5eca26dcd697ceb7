using AiInfra.Serving.Deployments.Versions;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Deployments;

/// <summary>Tells the log of a challenger that fails: its first failure at once, then at most once a minute with how many there were. A broken shadow fails as often as the deployment answers.</summary>
internal sealed partial class ShadowFailures(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private LoadedVersion? _last;
    private long _toldAt;
    private long _since;

    public void Tell(in ShadowCopy copy, Exception error)
    {
        long failures;
        lock (_gate)
        {
            _since++;
            if (ReferenceEquals(_last, copy.Challenger) && time.GetElapsedTime(_toldAt) < s_every)
            {
                return;
            }

            failures = ReferenceEquals(_last, copy.Challenger) ? _since : 1;
            (_last, _toldAt, _since) = (copy.Challenger, time.GetTimestamp(), 0);
        }

        LogFailed(logger, error, copy.Challenger.Version, copy.Id, failures);
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Challenger version {Version} failed on the shadow copy of prediction {Id}; {Failures} failed since the last such message, which comes at most once a minute. Callers have the champion's answers.")]
    private static partial void LogFailed(ILogger logger, Exception e, int version, string id, long failures);
}
