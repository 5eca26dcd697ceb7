namespace AiInfra.Core.Pipelines;

/// <summary>Kinds of reasons why a step runs.</summary>
public enum StepReasonKind
{
    /// <summary>There is no result of it for this partition.</summary>
    NeverRan,

    /// <summary>The version of its code differs from that of its last result.</summary>
    CodeChanged,

    /// <summary>An input's result differs from the one its last result came from.</summary>
    InputChanged,

    /// <summary>A parameter differs from that of its last result.</summary>
    ParameterChanged,

    /// <summary>It failed with these very inputs.</summary>
    FailedBefore,

    /// <summary>A worker took it up and died.</summary>
    Interrupted,

    /// <summary>Another worker runs it now; a run would wait for it.</summary>
    RunningElsewhere,

    /// <summary>An artifact that its result names is not in the store any more.</summary>
    ResultLost,

    /// <summary>Its result was forgotten on request, or the step was given back.</summary>
    Forgotten,

    /// <summary>An input runs first; whether this step runs depends on the result.</summary>
    InputRuns,
}
