using System.Collections.Concurrent;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>Slots for direct calls: as many as ran side by side so far.</summary>
internal sealed class SlotPool(IModel model, int maxRows, string owner) : IDisposable
{
    private readonly ConcurrentQueue<ModelSlot> _slots = new();
    private ModelSlot? _first;

    public int MaxRows { get; } = maxRows;

    public ModelSlot Take()
    {
        // One caller at a time is the common case and pays one exchange.
        ModelSlot? slot = Interlocked.Exchange(ref _first, null);
        return slot ?? (_slots.TryDequeue(out slot) ? slot : model.NewSlot(owner));
    }

    public void Return(ModelSlot slot)
    {
        if (Interlocked.CompareExchange(ref _first, slot, null) is not null)
        {
            _slots.Enqueue(slot);
        }
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _first, null)?.Dispose();
        while (_slots.TryDequeue(out ModelSlot? slot))
        {
            slot.Dispose();
        }
    }
}
