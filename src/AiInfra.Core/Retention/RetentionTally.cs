using AiInfra.Core.Catalog;

namespace AiInfra.Core.Retention;

/// <summary>Counts one kind of things as they go.</summary>
internal sealed class RetentionTally(string what, HashSet<string> gone)
{
    private const int MostNames = 100;
    private readonly List<string> _names = [];
    private long _removed;
    private long _needed;

    public void Stay(bool should) => _needed += should ? 1 : 0;

    /// <summary>Deletes one, unless it is needed or it turns out to be.</summary>
    public async Task TakeAsync(string name, bool needed, Func<Task>? delete)
    {
        try
        {
            if (!needed && delete is not null)
            {
                await delete().ConfigureAwait(false);
            }
        }
        catch (CatalogConflictException)
        {
            needed = true; // by something that came, or that only the store knows of
        }
        catch (CatalogNotFoundException)
        {
            return; // another process was first
        }

        if (needed)
        {
            _needed++;
        }
        else
        {
            gone.Add(name);
            if (_removed++ < MostNames)
            {
                _names.Add(name);
            }
        }
    }

    public RetentionEntry ToEntry() => new(what, _removed, 0, _needed) { Names = _names };
}
