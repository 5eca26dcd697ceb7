namespace AiInfra.MLflow;

/// <summary>The server will never take a call.</summary>
internal sealed class MlflowRefusal(string message, string code = "") : Exception(message)
{
    public string Code { get; } = code;
}
