using System.Text;

namespace AiInfra.Data.Cells;

/// <summary>Tells whether a cell is a missing marker.</summary>
internal sealed class MissingSet
{
    private readonly byte[][] _markers;
    private readonly byte[][] _kept;
    private readonly int _longest;
    private readonly bool _hasEmpty;
    private readonly bool _namesStay;

    /// <summary>Makes a set.</summary>
    /// <param name="markers">The markers, compared ignoring case.</param>
    /// <param name="kept">Texts that are values after all, written exactly so.</param>
    /// <param name="namesStay">Whether a marker of letters that is written like a name (Null) is a value.</param>
    public MissingSet(IEnumerable<string> markers, IEnumerable<string>? kept = null, bool namesStay = false)
    {
        _markers = [.. markers.Select(Encoding.UTF8.GetBytes)];
        _kept = [.. (kept ?? []).Select(Encoding.UTF8.GetBytes)];
        _longest = _markers.Length == 0 ? -1 : _markers.Max(m => m.Length);
        _hasEmpty = _markers.Any(m => m.Length == 0);
        _namesStay = namesStay;
    }

    public bool Contains(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty)
        {
            return _hasEmpty;
        }

        cell = Blanks.Trim(cell);
        if (cell.Length > _longest)
        {
            return false;
        }

        if (cell.IsEmpty)
        {
            return _hasEmpty;
        }

        foreach (byte[] marker in _markers)
        {
            if (marker.Length == cell.Length && (cell.SequenceEqual(marker) || Ascii.EqualsIgnoreCase(cell, marker)))
            {
                return !IsValue(cell);
            }
        }

        return false;
    }

    private bool IsValue(ReadOnlySpan<byte> cell)
    {
        if (_namesStay && cell.Length > 1 && char.IsAsciiLetterUpper((char)cell[0]) && cell[1..].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0)
        {
            return true;
        }

        foreach (byte[] kept in _kept)
        {
            if (cell.SequenceEqual(kept))
            {
                return true;
            }
        }

        return false;
    }
}
