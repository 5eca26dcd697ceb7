using System.Text.RegularExpressions;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Storage;

namespace AiInfra.Sqlite.Storage;

/// <summary>A module as this store has it: checked, with its scripts and its stores.</summary>
internal sealed partial class InstalledModule
{
    private InstalledModule(IStoreModule module, IStoreDatabase database)
    {
        Name = module.Name;
        Scripts = module.Scripts(database.Dialect);
        Stores = module.CreateStores(database);
        KeepsArtifacts = Stores.Any(s => s is IArtifactRoots);
    }

    public string Name { get; }

    public IReadOnlyList<SchemaScript> Scripts { get; }

    public IReadOnlyList<object> Stores { get; }

    /// <summary>Whether its tables refer to artifacts.</summary>
    public bool KeepsArtifacts { get; }

    public int Newest => Scripts[^1].Version;

    /// <exception cref="ArgumentException">A module is no sound one, or two have one name.</exception>
    public static IReadOnlyList<InstalledModule> Install(IEnumerable<IStoreModule> modules, IStoreDatabase database)
    {
        var installed = new List<InstalledModule>();
        foreach (IStoreModule module in modules)
        {
            if (!NamePattern().IsMatch(module.Name))
            {
                throw new ArgumentException($"The store module {module.GetType().FullName} is named '{module.Name}'; small letters, digits and dashes are expected, a letter first.", nameof(modules));
            }

            if (installed.Exists(i => i.Name == module.Name))
            {
                throw new ArgumentException($"Two store modules are named '{module.Name}', one of them {module.GetType().FullName}: their tables and versions would meet. Give one another name.", nameof(modules));
            }

            var one = new InstalledModule(module, database);
            if (one.Scripts.Count == 0)
            {
                throw new ArgumentException($"The store module '{module.Name}' has no scripts for {database.Dialect}: it can't keep its tables in this store.", nameof(modules));
            }

            if (one.Scripts[0].Version < 1 || one.Scripts.Zip(one.Scripts.Skip(1)).Any(p => p.First.Version >= p.Second.Version))
            {
                throw new ArgumentException($"The scripts of the store module '{module.Name}' have the versions {string.Join(", ", one.Scripts.Select(s => s.Version))}; growing ones from 1 are expected.", nameof(modules));
            }

            if (one.Scripts.FirstOrDefault(s => SqlText.EndsTransaction(s.Sql)) is { } ending)
            {
                throw new ArgumentException($"The script of version {ending.Version} of the store module '{module.Name}' begins or ends a transaction, or attaches a file. The store runs it in one transaction of its own: leave that to it.", nameof(modules));
            }

            installed.Add(one);
        }

        return installed.SelectMany(i => i.Stores).OfType<IPrunable>().GroupBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new ArgumentException($"Two stores take part in retention as '{twice.Key}': {string.Join(" and ", twice.Select(p => p.GetType().FullName))}. Give one another name.", nameof(modules))
            : installed;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex NamePattern();
}
