using System.Text;

namespace AiInfra.Data.Ingestion;

/// <summary>Tells whether a cell is a missing marker.</summary>
internal sealed class MissingSet
{
    private readonly byte[][] _markers;
    private readonly int _longest;

    public MissingSet(IEnumerable<string> markers)
    {
        _markers = [.. markers.Select(Encoding.UTF8.GetBytes)];
        _longest = _markers.Length == 0 ? -1 : _markers.Max(m => m.Length);
    }

    public bool Contains(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > _longest)
        {
            return false;
        }

        foreach (byte[] marker in _markers)
        {
            if (marker.Length == cell.Length && (cell.SequenceEqual(marker) || Ascii.EqualsIgnoreCase(cell, marker)))
            {
                return true;
            }
        }

        return false;
    }
}
