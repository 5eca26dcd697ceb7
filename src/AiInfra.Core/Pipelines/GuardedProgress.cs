using Microsoft.Extensions.Logging;

namespace AiInfra.Core.Pipelines;

/// <summary>Tells a listener what happens; one that throws is logged and harms no step.</summary>
internal sealed partial class GuardedProgress(IProgress<StepProgress> listener, ILogger logger) : IProgress<StepProgress>
{
    public void Report(StepProgress value)
    {
        try
        {
            listener.Report(value);
        }
        catch (Exception e) // whatever a listener throws: work that is done stays done
        {
            LogFault(logger, e, value.Step, value.State);
        }
    }

    [LoggerMessage(EventId = 1104, Level = LogLevel.Error, Message = "A listener threw when told that step {Step} is {State}; the run goes on.")]
    private static partial void LogFault(ILogger logger, Exception e, string step, StepState state);
}
