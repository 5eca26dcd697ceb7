namespace AiInfra.Serving.Runtimes;

/// <summary>A loaded model. Thread-safe; each concurrent call needs its own slot.</summary>
public interface IModel : IDisposable
{
    /// <summary>What the model takes and gives.</summary>
    ModelSignature Signature { get; }

    /// <summary>Makes working memory for one call at a time. Keep slots and use them again; dispose them before the model.</summary>
    ModelSlot CreateSlot();
}
