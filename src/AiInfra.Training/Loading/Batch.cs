using static TorchSharp.torch;

namespace AiInfra.Training.Loading;

/// <summary>Rows that go through the model together. Owns its tensors: disposing it frees them.</summary>
public sealed class Batch : IDisposable
{
    /// <summary>Creates a batch.</summary>
    /// <param name="input">Input, rows first: [batch, …].</param>
    /// <param name="target">What is to be learned: class numbers int64 [batch], or numbers [batch] or [batch, outputs].</param>
    /// <param name="weight">Weight of each row, float [batch], averaging to one over all rows; null weighs all alike.</param>
    /// <param name="categories">Category numbers for embeddings, int64 [batch, columns].</param>
    public Batch(Tensor input, Tensor? target = null, Tensor? weight = null, Tensor? categories = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        Input = input;
        Target = target;
        Weight = weight;
        Categories = categories;
    }

    /// <summary>Input, rows first.</summary>
    public Tensor Input { get; }

    /// <summary>Target, rows first.</summary>
    public Tensor? Target { get; }

    /// <summary>Weight of each row, [batch].</summary>
    public Tensor? Weight { get; }

    /// <summary>Category numbers, int64 [batch, columns].</summary>
    public Tensor? Categories { get; }

    /// <summary>Number of each row in its table or dataset, in the batch's order, so that a guard can name the rows of a bad batch. It is read only then: it may be computed when asked for. Where it is disposable, the batch owns it.</summary>
    /// <value>Null: unknown.</value>
    public IReadOnlyList<long>? RowIds { get; init; }

    /// <summary>Places of each row that are not padding, int64 [batch], where rows are sequences.</summary>
    public Tensor? Lengths { get; init; }

    /// <summary>Where several sequences share a row: the number of the sequence at each place, from 1, and 0 for padding; int64 [batch, time]. Attention must not look from one to another.</summary>
    public Tensor? Segments { get; init; }

    /// <summary>Rows.</summary>
    public long Count => Input.shape[0];

    /// <inheritdoc />
    public void Dispose()
    {
        Input.Dispose();
        Target?.Dispose();
        Weight?.Dispose();
        Categories?.Dispose();
        Lengths?.Dispose();
        Segments?.Dispose();
        (RowIds as IDisposable)?.Dispose();
    }

    /// <summary>The batch on a device; this one itself where it is there already. Otherwise this one is disposed.</summary>
    internal Batch MoveTo(Device device)
    {
        if (Input.device_type == device.type && (device.index < 0 || Input.device_index == device.index))
        {
            return this;
        }

        var moved = new Batch(Input.to(device), Target?.to(device), Weight?.to(device), Categories?.to(device)) { RowIds = RowIds, Lengths = Lengths?.to(device), Segments = Segments?.to(device) };
        Input.Dispose();
        Target?.Dispose();
        Weight?.Dispose();
        Categories?.Dispose();
        Lengths?.Dispose();
        Segments?.Dispose();
        return moved;
    }

    /// <summary>The same batch with the numbers of its rows; the tensors are this one's, which is not to be used any more. One that has them keeps them.</summary>
    internal Batch Numbered(IReadOnlyList<long> rows) => RowIds is not null || rows.Count != Count ? this : new(Input, Target, Weight, Categories) { RowIds = rows, Lengths = Lengths, Segments = Segments };
}
