namespace AiInfra.Images.Sources;

/// <summary>What an image that can't be decoded does.</summary>
public enum UndecodableImage
{
    /// <summary>It ends the training with an error that names it.</summary>
    Fail,

    /// <summary>It is left out of its batch, named in the log and counted.</summary>
    LeaveOut,
}
