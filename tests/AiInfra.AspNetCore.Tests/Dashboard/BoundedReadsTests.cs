using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Dashboard;

/// <summary>A page reads its own stores, and of each no more than it may show.</summary>
public sealed class BoundedReadsTests : IAsyncLifetime
{
    private const int Most = 500;
    private const string Commit = "c1";
    private readonly ConcurrentQueue<(string Store, string Method, object?[] Arguments)> _calls = new();
    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, s =>
        {
            ServiceDescriptor catalog = s.Last(d => d.ServiceType == typeof(ICatalog));
            s.AddSingleton(services => Watched.Over((ICatalog)catalog.ImplementationFactory!(services), "Catalog", _calls));
        });
        await _host.Catalog.Runs.StartAsync(new RunStart("sum", "training") { Id = "night" });
        await _host.Catalog.Datasets.CommitAsync(new DatasetCommit { Id = Commit, Dataset = "readings", Message = "first", At = DateTimeOffset.UtcNow, Schema = "{}", RunId = "night", Files = [] });
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("aiinfra", "Models Datasets Runs Deployments Events")]
    [InlineData("aiinfra/deployments", "Deployments Events")]
    [InlineData("aiinfra/deployments?name=sum", "Deployments Events Models")]
    [InlineData("aiinfra/models", "Models")]
    [InlineData("aiinfra/models?name=sum", "Models")]
    [InlineData("aiinfra/models?name=sum&version=1", "Models Lineage")]
    [InlineData("aiinfra/runs", "Runs")]
    [InlineData("aiinfra/runs?id=night", "Runs Lineage")]
    [InlineData("aiinfra/datasets", "Datasets")]
    [InlineData("aiinfra/datasets?name=readings", "Datasets")]
    [InlineData("aiinfra/datasets?commit=" + Commit, "Datasets Runs")]
    [InlineData("aiinfra/runs?id=night&with=night", "Runs Lineage")]
    [InlineData("aiinfra/events", "Events")]
    [InlineData("aiinfra/events?kind=drift&subject=sum", "Events")]
    [InlineData("aiinfra/drift", "Deployments Events")]
    [InlineData("aiinfra/drift?name=sum", "Events")]
    [InlineData("aiinfra/search?q=sum", "Models Datasets Runs Deployments Events")]
    public async Task Page_Read_AsksItsOwnStoresForSoMuch(string path, string stores)
    {
        _calls.Clear();
        Assert.Equal(System.Net.HttpStatusCode.OK, (await _host.GetAsync(path)).Status);

        // A running deployment looks for its record now and then.
        (string Store, string Method, object?[] Arguments)[] calls = [.. _calls.Where(c => c.Store != "Catalog" && c is not { Store: "Deployments", Method: "FindAsync" })];
        Assert.NotEmpty(calls);
        Assert.All(calls, c => Assert.Contains(c.Store, stores.Split(' ')));
        Assert.All(calls, c => Assert.False(c.Method == "VersionsAsync" && c.Arguments.Length == 2, "All versions of a model are read."));
        Assert.All(calls.SelectMany(c => c.Arguments), a => Assert.InRange((a as EventQuery)?.Take ?? (a as RunQuery)?.Take ?? (a as int?) ?? 0, 0, Most));
    }

    /// <summary>Notes what is asked of a catalog and of its stores.</summary>
    public class Watched : DispatchProxy
    {
        private object _target = null!;
        private string _store = "";
        private ConcurrentQueue<(string, string, object?[])> _calls = null!;

        public static T Over<T>(T target, string store, ConcurrentQueue<(string Store, string Method, object?[] Arguments)> calls)
            where T : class => (T)Over(typeof(T), target, store, calls);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            _calls.Enqueue((_store, targetMethod!.Name, args ?? []));
            object? result;
            try
            {
                result = targetMethod.Invoke(_target, args);
            }
            catch (TargetInvocationException e)
            {
                ExceptionDispatchInfo.Throw(e.InnerException!);
                throw;
            }

            return targetMethod.Name.StartsWith("get_", StringComparison.Ordinal) && targetMethod.ReturnType.IsInterface
                ? Over(targetMethod.ReturnType, result!, targetMethod.Name[4..], _calls)
                : result;
        }

        private static object Over(Type type, object target, string store, ConcurrentQueue<(string, string, object?[])> calls)
        {
            object proxy = Create(type, typeof(Watched));
            var watched = (Watched)proxy;
            (watched._target, watched._store, watched._calls) = (target, store, calls);
            return proxy;
        }
    }
}
