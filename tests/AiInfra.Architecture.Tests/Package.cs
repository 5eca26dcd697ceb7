namespace AiInfra.Architecture.Tests;

/// <summary>One package: what it references, and which of its rooms uses which.</summary>
internal sealed class Package
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    public Package(string name, IReadOnlyList<string> references, IReadOnlyList<SourceFile> files)
    {
        Name = name;
        References = references;
        Files = files;
        foreach (SourceFile file in files)
        {
            _uses.TryAdd(file.Room, new(StringComparer.Ordinal));
        }

        var types = files.SelectMany(f => f.Types.Select(t => (Type: t, File: f))).ToLookup(t => t.Type, t => t.File);
        foreach (SourceFile file in files)
        {
            HashSet<string> visible = [.. file.Visible];
            foreach (string type in file.Names.Where(n => !file.Types.Contains(n)))
            {
                foreach (SourceFile other in types[type].Where(o => o.Room != file.Room && visible.Contains(o.Namespace)))
                {
                    Use(file, other.Room, type);
                }
            }

            foreach (var (qualifier, type) in file.Qualified)
            {
                foreach (SourceFile other in types[type].Where(o => o.Room != file.Room && o.Namespace.EndsWith("." + qualifier, StringComparison.Ordinal)))
                {
                    Use(file, other.Room, type);
                }
            }

            // A using that the compiler lets stand is used, if only for an extension method.
            foreach (SourceFile other in file.Usings.SelectMany(u => files.Where(f => f.Namespace == u && f.Room != file.Room).Take(1)))
            {
                Use(file, other.Room, "its extension methods");
            }
        }
    }

    public string Name { get; }

    public IReadOnlyList<string> References { get; }

    public IReadOnlyList<SourceFile> Files { get; }

    public IEnumerable<string> Rooms => _uses.Keys;

    /// <summary>Rooms that a room uses.</summary>
    public IEnumerable<string> UsedBy(string room) => _uses[room].Keys;

    /// <summary>Rooms in an order in which each stands above those that it uses, or null where there is none.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Floors()
    {
        var floors = new List<IReadOnlyList<string>>();
        var placed = new HashSet<string>();
        while (placed.Count < _uses.Count)
        {
            string[] next = [.. _uses.Where(r => !placed.Contains(r.Key) && r.Value.Keys.All(placed.Contains)).Select(r => r.Key)];
            if (next.Length == 0)
            {
                return null;
            }

            placed.UnionWith(next);
            floors.Add(next);
        }

        return floors;
    }

    /// <summary>The rooms that stand in a knot, and a reference for each of its threads.</summary>
    public IEnumerable<string> Knots()
    {
        foreach (var (room, uses) in _uses)
        {
            foreach (var (used, evidence) in uses)
            {
                if (Reaches(used, room, []))
                {
                    yield return $"{room} -> {used}: {evidence}";
                }
            }
        }
    }

    private bool Reaches(string from, string to, HashSet<string> seen) =>
        from == to || (seen.Add(from) && _uses[from].Keys.Any(next => Reaches(next, to, seen)));

    private void Use(SourceFile file, string room, string type) => _uses[file.Room].TryAdd(room, $"{file.Path} uses {type}");
}
