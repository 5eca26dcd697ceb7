namespace AiInfra.Serving.Runtimes;

/// <summary>Puts requests into a slot and takes results out of it. Thread-safe: several slots are filled at once.</summary>
/// <typeparam name="TRequest">A request of one row or several.</typeparam>
/// <typeparam name="TResult">Its result.</typeparam>
public interface IModelCodec<TRequest, TResult>
{
    /// <summary>Whether every request is one row, and any two share a call, so that nobody need ask <see cref="Rows"/> and <see cref="Stacks"/>. Asked once.</summary>
    bool IsUniform => false;

    /// <summary>Rows of a request, at least 1.</summary>
    int Rows(TRequest request);

    /// <summary>Whether two requests may share a call: all dimensions but the rows are alike.</summary>
    bool Stacks(TRequest first, TRequest other) => true;

    /// <summary>Gives the slot's inputs their shapes for so many rows of requests that stack with the given one.</summary>
    void Shape(TRequest first, ModelSlot slot, int rows) => slot.SetRows(rows);

    /// <summary>Writes a request from the given row on.</summary>
    /// <exception cref="InferenceRequestException">The request does not fit the model.</exception>
    void Write(TRequest request, ModelSlot slot, int row);

    /// <summary>Reads the result of a request that was written from the given row on.</summary>
    TResult Read(TRequest request, ModelSlot slot, int row);

    /// <summary>Hears, once, of a request that a batcher answers, or refuses, with an exception. It must not throw.</summary>
    void Failed(TRequest request, Exception error)
    {
    }
}
