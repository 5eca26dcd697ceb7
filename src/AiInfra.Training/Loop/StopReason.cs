namespace AiInfra.Training.Loop;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs are done.</summary>
    Epochs,

    /// <summary>All steps are done.</summary>
    Steps,

    /// <summary>The time is up.</summary>
    Time,

    /// <summary>The monitored figure stopped getting better.</summary>
    EarlyStopping,

    /// <summary>A callback asked for it.</summary>
    Requested,
}
